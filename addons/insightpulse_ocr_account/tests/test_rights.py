from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ACME_VAT, BillCase, acme_bill


@tagged("post_install", "-at_install")
class TestRights(BillCase):
    def test_the_whole_way_as_a_clerk(self):
        self.supplier(vat=ACME_VAT)
        self.assertFalse(self.clerk.has_group("base.group_system"))
        self.assertFalse(self.clerk.has_group("account.group_account_manager"))
        bill = self.uploaded_and_read(acme_bill())
        self.assertEqual(bill.create_uid, self.clerk)
        self.assertEqual(bill.ocr_document_id.user_id, self.clerk)
        self.assertEqual(bill.amount_total, 172.5)

    def test_it_is_filled_with_the_rights_of_who_brought_it(self):
        """A clerk who has lost their rights meanwhile writes no bills through a document."""
        bill = self.upload()
        self.clerk.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        document = bill.sudo().ocr_document_id
        document.write({"state": "read", "extraction": acme_bill()})
        with self.assertRaises(AccessError):
            document = document._as_requested()
            document._record()._ocr_document_read(document)
        self.assertFalse(bill.sudo().ref)

    def test_a_colleague_sees_and_uses_the_reading(self):
        colleague = new_test_user(
            self.env,
            "bill_colleague",
            groups="base.group_user,account.group_account_invoice,base.group_partner_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        bill = self.uploaded_and_read(acme_bill()).with_user(colleague)
        self.assertEqual(bill.ocr_state, "read")
        self.assertTrue(bill.ocr_supplier_proposal)
        bill.action_ocr_create_supplier()
        self.assertEqual(bill.partner_id.create_uid, colleague)

    def test_each_company_has_its_own_taxes_and_suppliers(self):
        other_data = self.setup_other_company(name="Second Company")
        other = other_data["company"]
        clerk = new_test_user(
            self.env,
            "both_clerk",
            groups="base.group_user,account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set((self.company | other).ids)],
        )
        self.supplier(vat=ACME_VAT, company_id=self.company.id)
        theirs = self.supplier(vat=ACME_VAT, company_id=other.id)
        attachment = self.attachment(user=clerk)
        journal = other_data["default_journal_purchase"].with_user(clerk)
        action = journal.with_context(
            default_move_type="in_invoice", allowed_company_ids=[other.id, self.company.id]
        ).create_document_from_attachment(attachment.ids)
        bill = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(bill.company_id, other)
        self.read(bill, acme_bill(currency=None))
        self.assertEqual(bill.partner_id, theirs)
        self.assertEqual(bill.invoice_line_ids.tax_ids, other_data["default_tax_purchase"])

    def test_a_copy_of_a_bill_has_no_document(self):
        bill = self.uploaded_and_read(acme_bill())
        copy = bill.copy()
        self.assertFalse(copy.ocr_document_id)
        self.assertFalse(copy.ocr_baseline)
        self.assertFalse(copy.ocr_warnings)
