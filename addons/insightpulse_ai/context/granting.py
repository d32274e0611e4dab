"""Columns that open something to whoever knows what they hold, though their names do not say so.

Links and codes are as good as passwords: who has the ``uuid`` of a channel joins it as a guest, who
has the code of a gift card spends it. Of Odoo 19, by model.
"""

GRANTING = {
    "calendar.event": {"videocall_location"},
    "discuss.channel": {"uuid", "sfu_channel_uuid"},
    "event.registration": {"barcode"},
    "hr.employee": {"barcode"},
    "im_livechat.report.channel": {"uuid"},
    "loyalty.card": {"code", "display_name"},
    "loyalty.rule": {"code"},
    "pos.config": {"uuid"},
    "pos.order": {"uuid", "ticket_code"},
    "product.pricelist": {"code"},
    "res.users": {"barcode"},
    "restaurant.table": {"identifier"},
    "sms.sms": {"uuid"},
    "sms.tracker": {"sms_uuid"},
    "survey.survey": {"session_code"},
}
"""A ``display_name`` here: the record's own name tells it, so that none is named to a model."""
