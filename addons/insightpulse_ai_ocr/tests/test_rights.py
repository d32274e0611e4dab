"""An accountant, an employee and a customer ask the same: each is shown what Odoo shows them."""

from odoo import Command
from odoo.addons.insightpulse_ai.agents import ToolError
from odoo.addons.insightpulse_ai.tests.sources import SourceCase
from odoo.addons.insightpulse_ocr_account.tests.common import BillCase
from odoo.tests import new_test_user, tagged

INVOICES = "customer invoices"


@tagged("post_install", "-at_install")
class TestRights(SourceCase, BillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, groups in (
            ("accountant", "base.group_user,account.group_account_user"),
            ("employee", "base.group_user"),
            ("customer", "base.group_portal"),
        ):
            user = new_test_user(
                cls.env, f"ai_rights_{name}", groups=groups,
                company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)],
            )  # fmt: skip
            setattr(cls, name, user)
        cls.theirs = cls.invoice(cls.customer.partner_id, "Thanks to the north gate")
        cls.other = cls.invoice(cls.partner, "Thanks to the south gate")
        cls.clerk_agent = cls.env.ref("insightpulse_ai.agent_clerk")

    @classmethod
    def invoice(cls, partner, narration):
        invoice = cls.init_invoice("out_invoice", partner=partner, amounts=[1000], taxes=[])
        invoice.narration = narration
        invoice.action_post()
        # customers are followers of what is sent to them
        invoice.message_subscribe(partner.ids)
        return invoice

    def toolbox(self, user):
        return (
            self.env["ai.toolbox"]
            .with_user(user)
            .with_context(ai_agent=self.clerk_agent.id, allowed_company_ids=self.company.ids)
        )

    def searched(self, user, kind, words):
        """The names that the tool finds; ``None`` where there are no such records for ``user``."""
        toolbox = self.toolbox(user)
        if kind not in toolbox.env["ai.access"]._lines(self.clerk_agent).mapped("name"):
            with self.assertRaises(ToolError):
                toolbox.search_records(kind, words=words)
            return None
        found = toolbox.search_records(kind, words=words, limit=30)["records"]
        return {row["record"].id for row in found}

    def told(self, user, record):
        """What the tool reads of an invoice, by its name or number."""
        try:
            return self.toolbox(user).read_record(INVOICES, record)
        except ToolError:
            return ""

    def test_invoices_by_tool(self):
        both = {self.theirs.id, self.other.id}
        for user, shown in (
            (self.accountant, both),
            (self.employee, None),
            (self.customer, {self.theirs.id}),
        ):
            with self.subTest(user=user.login):
                found = self.searched(user, INVOICES, "")
                self.assertEqual(found and found & both, shown)
                for invoice, words in ((self.theirs, "north gate"), (self.other, "south gate")):
                    is_shown = invoice.id in (shown or ())
                    for name in (invoice.name, str(invoice.id)):
                        self.assertEqual(words in self.told(user, name), is_shown, name)

    def test_invoices_counted_by_tool(self):
        for user, count in ((self.accountant, 2), (self.customer, 1)):
            with self.subTest(user=user.login):
                [total] = self.toolbox(user).count_and_sum(
                    INVOICES,
                    conditions=[{"field": "narration", "operator": "contains", "value": "Thanks"}],
                )
                self.assertEqual(total["count"], count)
        with self.assertRaises(ToolError):
            self.toolbox(self.employee).count_and_sum(INVOICES)

    def test_contacts_by_tool(self):
        for user, own, other in (
            (self.accountant, True, True),
            (self.employee, True, True),
            (self.customer, True, False),
        ):
            with self.subTest(user=user.login):
                partner = user.partner_id
                found = self.searched(user, "contacts", partner.name)
                self.assertEqual(partner.id in found, own)
                found = self.searched(user, "contacts", self.partner.name)
                self.assertEqual(self.partner.id in found, other)

    def test_invoices_by_retrieval(self):
        model = self.env["ir.model"]._get("account.move")
        source = self.indexed(
            self.env["ai.source"].create(
                {
                    "name": "Invoices", "kind": "records", "model_id": model.id,
                    "domain": str([("id", "in", (self.theirs + self.other).ids)]),
                    "field_ids": self.fields("narration", model="account.move").ids,
                }
            )
        )  # fmt: skip
        notes = self.partners("Thanks to the gate of the house")
        handbook = self.partner_source(notes)
        for user, customers, others, house in (
            (self.accountant, True, True, True),
            (self.employee, False, False, True),
            (self.customer, True, False, False),
        ):
            with self.subTest(user=user.login):
                context = {"allowed_company_ids": self.company.ids}
                found = str(self.found("thanks gate", source + handbook, user, **context))
                self.assertEqual("north gate" in found, customers)
                self.assertEqual("south gate" in found, others)
                self.assertEqual("of the house" in found, house)
