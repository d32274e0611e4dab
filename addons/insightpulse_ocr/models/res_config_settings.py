from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..service import Client, InvalidAddress, ServiceError, check_address
from .ocr_service import DEFAULT_URL


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ocr_service_url = fields.Char(
        "OCR service address", config_parameter="insightpulse_ocr.service_url"
    )
    ocr_service_token = fields.Char(
        "OCR service token", config_parameter="insightpulse_ocr.service_token"
    )
    ocr_service_default = fields.Char(compute="_compute_ocr_service_default")
    ocr_service_tier = fields.Char(compute="_compute_ocr_service_default")

    @api.depends("company_id")
    def _compute_ocr_service_default(self):
        service = self.env["ocr.service"]
        # sudo: the settings are the administrator's, of whatever company.
        last = self.env["ocr.document"].sudo().search([("engine", "!=", False)], limit=1)
        for settings in self:
            settings.ocr_service_default = service._file_settings()[0] or DEFAULT_URL
            settings.ocr_service_tier = (
                self.env._("%(weights)s (tier %(tier)s)", weights=last.weights, tier=last.tier)
                if last
                else False
            )

    @api.constrains("ocr_service_url")
    def _check_ocr_service_url(self):
        for settings in self.filtered("ocr_service_url"):
            settings._checked_ocr_address()

    def _checked_ocr_address(self):
        try:
            return check_address(self.ocr_service_url or self.ocr_service_default)
        except InvalidAddress as error:
            raise ValidationError(self._ocr_address_words(error)) from error

    def _ocr_address_words(self, error):
        match error.reason:
            case "scheme":
                reason = self.env._("it must begin with http:// or https://")
            case "extra":
                reason = self.env._(
                    "it must hold neither user, password, query nor fragment; the token has its "
                    "own field"
                )
            case _:
                reason = self.env._("it has no valid host or port")
        return self.env._(
            "“%(address)s” is no address of an OCR service: %(reason)s. "
            "Example: http://127.0.0.1:8868",
            address=error.address,
            reason=reason,
        )

    def action_ocr_test_connection(self):
        """Ask the service with the values in the form who it is."""
        self.ensure_one()
        self.check_access("write")
        address = self._checked_ocr_address()
        token = self.ocr_service_token or self.env["ocr.service"]._file_settings()[1]
        try:
            engine = Client(address, token or "").version()
        except ServiceError as error:
            return self._ocr_notification(
                "danger",
                self.env._("No connection to %s", address),
                self.env["ocr.document"]._words(error),
            )
        return self._ocr_notification(
            "success",
            self.env._("Connected to %s", address),
            self.env._(
                "%(name)s %(version)s reads with %(weights)s (tier %(tier)s, %(licence)s).",
                **engine,
            ),
        )

    def _ocr_notification(self, kind, title, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "title": title,
                "message": message,
                "sticky": kind == "danger",
            },
        }
