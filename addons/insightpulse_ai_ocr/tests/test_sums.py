"""What an accountant is told when amounts are counted and added up by tool."""

from unittest.mock import patch

from odoo import Command
from odoo.addons.insightpulse_ai.tests.common import AiCase
from odoo.addons.insightpulse_ocr_account.tests.common import BillCase
from odoo.tests import new_test_user, tagged

READING = "odoo.addons.insightpulse_ai.models.ai_toolbox_reading"


@tagged("post_install", "-at_install")
class TestSums(AiCase, BillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = new_test_user(
            cls.env, "ai_sums", groups="base.group_user,account.group_account_user",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)],
        )  # fmt: skip
        cls.bills = cls.env["account.move"]
        cls.usd = cls.company.currency_id

    @classmethod
    def bill(cls, partner, amount, currency=None, date="2026-01-15", post=True):
        bill = cls.init_invoice(
            "in_invoice", partner=partner, amounts=[amount], taxes=[], currency=currency,
            invoice_date=date, post=post,
        )  # fmt: skip
        cls.bills += bill
        return bill

    def counted(self, **arguments):
        """The rows without the invisible characters beside a currency's symbol."""
        agent = self.env.ref("insightpulse_ai.agent_clerk")
        context = {"ai_agent": agent.id, "allowed_company_ids": self.company.ids, "lang": "en_US"}
        toolbox = self.env["ai.toolbox"].with_user(self.accountant).with_context(**context)
        rows = toolbox.count_and_sum("vendor bills", **arguments)
        return [{key: _plain(value) for key, value in row.items()} for row in rows]

    def test_one_currency(self):
        self.bill(self.partner_a, 100)
        self.bill(self.partner_a, 50)
        self.assertEqual(
            self.counted(total_of="amount_total"),
            [{"Currency": "USD", "count": 2, "total of Total": "$ 150.00", "average": "$ 75.00"}],
        )

    def test_currencies_are_not_added_to_each_other(self):
        self.bill(self.partner_a, 100)
        self.bill(self.partner_a, 50, self.euro)
        self.bill(self.partner_a, 30, self.euro)
        rows = [
            {"Currency": "USD", "count": 1, "total of Total": "$ 100.00", "average": "$ 100.00"},
            {"Currency": "EUR", "count": 2, "total of Total": "80.00 €", "average": "40.00 €"},
        ]
        self.assertEqual(self.counted(total_of="Total"), rows)
        self.assertEqual(self.counted(total_of="Total", group_by="Currency"), rows)
        partner = {"Partner": "partner_a"}
        self.assertEqual(
            self.counted(total_of="Total", group_by="partner_id"), [partner | row for row in rows]
        )

    def test_the_most_come_first_and_of_dates_the_latest(self):
        self.bill(self.partner_a, 100, date="2026-02-15")
        self.bill(self.partner_b, 300, date="2026-01-15")
        self.bill(self.partner_a, 50, date="2026-03-15")
        totals = {"group_by": "partner_id", "total_of": "amount_total"}
        names = [row["Partner"] for row in self.counted(**totals)]
        self.assertEqual(names, ["partner_b", "partner_a"])
        self.assertEqual(self.counted(group_by="partner_id")[0]["Partner"], "partner_a")
        by_month = self.counted(group_by="invoice_date", total_of="amount_total")
        sums = [row["total of Total"] for row in by_month]
        self.assertEqual(sums, ["$ 50.00", "$ 100.00", "$ 300.00"])
        with patch(f"{READING}.GROUPS", 1):
            first, last = self.counted(**totals)
        self.assertEqual((first["Partner"], [*last]), ("partner_b", ["more"]))

    def test_drafts_are_told_and_what_is_cancelled_is_left_out(self):
        self.bill(self.partner_a, 100)
        self.bill(self.partner_a, 50, post=False)
        self.bill(self.partner_b, 7, post=False).button_cancel()
        [row] = self.counted(group_by="partner_id", total_of="amount_total")
        self.assertEqual((row["count"], row["of these drafts"]), (2, 1))
        self.assertEqual(row["total of Total"], "$ 150.00")
        by_state = self.counted(group_by="state")
        self.assertNotIn("of these drafts", str(by_state))
        self.assertEqual({row["Status"] for row in by_state}, {"Posted", "Draft"})

    def test_numbers_that_are_no_money(self):
        self.bill(self.partner_a, 100)
        [row] = self.counted(total_of="sequence_number")
        self.assertEqual([*row], ["count", "total of Sequence Number", "average"])


def _plain(value):
    return value.replace("\N{NO-BREAK SPACE}", " ") if isinstance(value, str) else value
