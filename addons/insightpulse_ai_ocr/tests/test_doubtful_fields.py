import json

from odoo.addons.insightpulse_ai.tests.common import AiCase, needs_model
from odoo.addons.insightpulse_ai.tests.fill_common import JobsByHand
from odoo.addons.insightpulse_ocr_account.tests.common import BillCase, acme_bill
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

TEXT = "ACME Supplies\nInvoice No INV-2O24-17\nDate 5 March 2024\nTotal USD 172.50"


@needs_model
@tagged("post_install", "-at_install")
class TestDoubtfulFields(AiCase, JobsByHand, BillCase):
    def bill(self, *doubtful, **changes):
        """A bill that was read, some of it with doubt."""
        bill = self.upload()
        result = acme_bill(**changes)
        for name in doubtful:
            result["fields"][name]["confidence"] = 0.4
        bill.ocr_document_id.sudo().text = TEXT
        return self.read(bill, result)

    def asked(self, bill, **answers):
        boxes = {
            name: {"value": value, "quote": quote, "confidence": "high"}
            for name, (value, quote) in answers.items()
        }
        self.model.reset()
        self.model.script([{"say": json.dumps(boxes)}])
        fill = self.env["ai.fill"].sudo().browse(bill.with_user(self.clerk).ai_ask_doubtful())
        self.run_jobs(fill)
        return fill.line_ids.with_user(self.clerk)

    def test_what_is_in_doubt_is_asked_and_reviewed(self):
        supplier = self.supplier()
        bill = self.bill("invoice_number", "invoice_date", invoice_number="INV-2O24-17")
        self.assertTrue(bill.ai_has_doubts)
        line = self.asked(bill, ref=("INV-2024-17", "INV-2O24-17"))
        self.assertEqual({one["name"] for one in line.fill_id.spec}, {"ref", "invoice_date"})
        self.assertIn("Invoice No INV-2O24-17", self.model.sent()[0][1]["content"])
        self.assertEqual((line.state, bill.ref), ("review", "INV-2O24-17"))
        self.assertIn("“INV-2O24-17”", line.proposal_id.reason)
        line.action_approve()
        self.assertEqual((bill.ref, bill.partner_id), ("INV-2024-17", supplier))

    def test_what_was_not_found_is_in_doubt(self):
        supplier = self.supplier(name="A Supplier of Chairs")
        bill = self.bill(supplier_name=None, supplier_vat=None, supplier_iban=None)
        line = self.asked(bill, partner_id=("A Supplier of Chairs", "ACME Supplies"))
        line.action_approve()
        self.assertEqual(bill.partner_id, supplier)

    def test_nothing_in_doubt(self):
        self.supplier()
        bill = self.bill()
        self.assertFalse(bill.ai_has_doubts)
        with self.assertRaises(UserError):
            bill.ai_ask_doubtful()

    def test_what_a_person_has_typed_is_not_asked(self):
        bill = self.bill("invoice_number", "invoice_date")
        with Form(bill) as form:
            form.ref = "typed"
        self.assertEqual(bill._ai_doubtful(), ["invoice_date"])

    def test_who_may_not_change_the_bill_asks_nothing(self):
        bill = self.bill("invoice_number")
        with self.assertRaises(AccessError):
            bill.with_user(self.colleague).ai_ask_doubtful()
