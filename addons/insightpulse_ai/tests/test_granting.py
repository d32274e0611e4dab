"""Columns that open something, though their names do not say so: no model is told of them."""

import re

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from ..agents import ToolError
from ..context.granting import GRANTING
from ..context.secrecy import is_readable, is_secret
from ..models.ai_context import is_told
from .common import AiCase

SUSPICIOUS = re.compile(
    r"uuid|invit|videocall|kiosk|ticket_code|session_code|badge|guest_|_guest|join_|magic|unlock"
    r"|share_|_link$|voucher|coupon_code|gift"
)
# looked at: they open nothing, or are the addresses of pages that everybody may see
OPENS_NOTHING = {
    "account.bank.statement.line": {"peppol_message_uuid"},
    "account.move": {"peppol_message_uuid"},
    "chatbot.script.answer": {"redirect_link"},
    "im_livechat.channel": {"review_link"},
    "ocr.document": {"job_uuid"},
    "pos.order.line": {"uuid"},
    "pos.payment": {"uuid"},
    "queue.job": {"uuid"},
    "restaurant.order.course": {"uuid"},
}
TEXTS = ("char", "text", "html")
ADDED_BY_OTHERS = {"product.pricelist"}
"""Models whose column comes with another addon (the web shop's code of a price list)."""


@tagged("-at_install", "post_install")
class TestGranting(AiCase, TransactionCase):
    def installed(self):
        """Return ``[(model, field)]`` of the list that this database has."""
        return [
            (model, name)
            for model, names in GRANTING.items()
            for name in sorted(names)
            if model in self.env.registry and name in self.env[model]._fields
        ]

    def test_each_name_of_the_list_is_one(self):
        """A typing error would protect nothing."""
        for model, names in GRANTING.items():
            if model in self.env.registry and model not in ADDED_BY_OTHERS:
                own = {name for name in names if name in self.env[model]._fields}
                with self.subTest(model=model):
                    self.assertTrue(own, "none of its columns exists")

    def test_none_is_told_filled_or_proposed_anywhere(self):
        found = self.installed()
        self.assertIn(("discuss.channel", "uuid"), found)
        for model, name in found:
            with self.subTest(model=model, field=name):
                records = self.env[model]
                told = records.fields_get([name])[name]
                self.assertFalse(is_told(model, name, told))
                self.assertFalse(self.env["ai.source"]._is_indexable(records._fields[name]))
                self.assertTrue(self.env["ai.fillable"]._fault(model, name))
                with self.assertRaises(UserError):
                    self.env["ai.proposal"]._check_fields(records, {name: "x"})
                with self.assertRaises(ValidationError):
                    self.env["ai.agent.model"].create(
                        {"agent_id": self.env.ref("insightpulse_ai.agent_clerk").id, "name": "x",
                         "model": model, "readable": name}
                    )  # fmt: skip
                with self.assertRaises(ValidationError):
                    self.env["ir.actions.server"].create(
                        {"name": "x", "model_id": self.env["ir.model"]._get_id(model),
                         "state": "ai", "ai_prompt": f"{{{{ object.{name} }}}}"}
                    )  # fmt: skip

    def test_every_suspicious_column_was_looked_at(self):
        unknown = [
            f"{model}.{name}"
            for model in sorted(self.env.registry)
            if is_readable(model)
            for name, field in sorted(self.env[model]._fields.items())
            if field.store
            and field.type in TEXTS
            and SUSPICIOUS.search(name)
            and not is_secret(name, model)
            and name not in OPENS_NOTHING.get(model, ())
        ]
        self.assertEqual(unknown, [], "into context/granting.py, or into OPENS_NOTHING here")

    def test_a_channels_invitation_is_in_nothing_that_is_sent(self):
        channel = self.env["discuss.channel"].create({"name": "Board", "channel_type": "channel"})
        self.assertTrue(channel.uuid)
        reader = self.env["ai.context"].with_user(self.user)
        self.assertIn("Board", reader._text(channel))
        self.assertNotIn(channel.uuid, reader._text(channel))
        clerk = self.env.ref("insightpulse_ai.agent_clerk")
        self.env["ai.agent.model"].create(
            {"agent_id": clerk.id, "name": "channels", "model": "discuss.channel"}
        )
        tools = self.env["ai.toolbox"].with_user(self.user).with_context(ai_agent=clerk.id)
        self.assertNotIn(channel.uuid, str(tools.search_records("channels", words="Board")))
        self.assertNotIn(channel.uuid, tools.read_record("channels", "Board"))
        for name in ("uuid", "UUID"):
            condition = {"field": name, "operator": "contains", "value": channel.uuid[:2]}
            with self.subTest(name), self.assertRaisesRegex(ToolError, "no field"):
                tools.search_records("channels", conditions=[condition])
