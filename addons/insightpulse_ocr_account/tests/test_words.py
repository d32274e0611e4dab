from odoo.tests import tagged

from .common import ACME_VAT, PDF, BillCase, acme_bill, image

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@tagged("post_install", "-at_install")
class TestWords(BillCase):
    def test_the_chatter_says_what_was_read_and_how_sure(self):
        bill = self.uploaded_and_read(acme_bill())
        (note,) = self.notes(bill)[:1]
        for part in ["ACME Supplies", ACME_VAT, "INV-2024-17", "172.50", "97 %", "3.1 s"]:
            with self.subTest(part):
                self.assertIn(part, note)
        self.assertIn("paddleocr 3.7.0 small", note)

    def test_the_log_of_changes_does_not_name_the_user(self):
        bill = self.upload().with_context(tracking_disable=False, mail_notrack=False)
        self.env.cr.precommit.run()
        self.read(bill, acme_bill())
        self.env.cr.precommit.run()
        bill.invalidate_recordset()
        tracked = bill.sudo().message_ids.filtered("tracking_value_ids")
        self.assertTrue(tracked)
        self.assertEqual(tracked.author_id, self.env.ref("base.partner_root"))

    def test_what_is_not_sure_is_marked(self):
        bill = self.uploaded_and_read(acme_bill(confidence=0.5))
        self.assertIn("50 %, please check", self.notes(bill)[0])

    def test_what_stands_on_a_document_is_text_not_markup(self):
        bill = self.uploaded_and_read(
            acme_bill(
                supplier_name=HOSTILE,
                invoice_number=HOSTILE,
                lines=[(HOSTILE, "1", "150.00", "15", "150.00")],
                warnings=[HOSTILE],
            )
        )
        note = self.notes(bill)[0]
        self.assertNotIn("<script", note)
        self.assertNotIn("<img", note)
        self.assertIn("&lt;script&gt;", note)
        self.assertEqual(bill.invoice_line_ids.name, HOSTILE)

    def test_the_warnings_of_the_extraction_are_passed_on(self):
        bill = self.uploaded_and_read(acme_bill(warnings=["Page 2 is upside down."]))
        self.assertIn("Page 2 is upside down.", self.notes(bill)[0])
        self.assertIn("Page 2 is upside down.", bill.ocr_warnings)

    def test_nothing_to_check_is_no_banner(self):
        self.supplier(vat=ACME_VAT)
        bill = self.uploaded_and_read(acme_bill(supplier_iban=None))
        self.assertFalse(bill.ocr_warnings)

    def test_warnings_go_when_they_were_seen(self):
        bill = self.uploaded_and_read(acme_bill(warnings=["Look here."]))
        bill.action_ocr_dismiss()
        self.assertFalse(bill.ocr_warnings)

    def test_fill_in_again_repeats_no_note_that_says_the_same(self):
        bill = self.uploaded_and_read(acme_bill())
        before = len(self.notes(bill))
        bill.action_ocr_fill_again()
        self.assertEqual(len(self.notes(bill)), before)
        self.supplier(vat=ACME_VAT)
        bill.action_ocr_fill_again()
        self.assertEqual(len(self.notes(bill)), before + 1)  # the bank account is a stranger's

    def test_a_document_without_a_field(self):
        bill = self.uploaded_and_read({"document_type": "invoice", "fields": {}, "lines": []})
        self.assertIn("No field of a bill was found", self.notes(bill)[0])
        self.assertEqual(bill.state, "draft")

    def test_a_failure_says_why_and_where_retry_is(self):
        bill = self.not_read(self.upload())
        note = self.notes(bill)[0]
        self.assertIn("protected by a password", note)
        self.assertIn("Retry", note)

    def test_a_failure_is_escaped(self):
        bill = self.not_read(self.upload(), words=HOSTILE)
        self.assertNotIn("<script", self.notes(bill)[0])

    def test_a_reading_that_cannot_be_written_is_said(self):
        """A rule of another addon refuses: the bill stays as it was, with the reason."""
        rule = "This supplier number is refused."
        bill = self.upload()
        move_class = type(self.env["account.move"])
        original = move_class._ocr_fill_lines

        def refuse(move, bill, notes):
            from odoo.exceptions import ValidationError

            raise ValidationError(rule)

        self.patch(move_class, "_ocr_fill_lines", refuse)
        self.read(bill, acme_bill())
        self.assertFalse(bill.ref)
        self.assertIn(rule, bill.ocr_warnings)
        self.patch(move_class, "_ocr_fill_lines", original)
        bill.action_ocr_fill_again()
        self.assertEqual(bill.ref, "INV-2024-17")

    # -- duplicates ---------------------------------------------------------------------

    def test_the_same_file_twice(self):
        first, second = self.upload(("a.pdf", PDF), ("b.pdf", PDF))
        self.assertNotEqual(first, second)
        self.read(first, acme_bill())
        self.read(second, acme_bill())
        note = self.notes(second)[0]
        self.assertIn("The same file is also on", note)
        self.assertIn(f'data-oe-id="{first.id}"', note)
        self.assertIn("The same file is also on", second.ocr_warnings)
        self.assertNotIn("<a", second.ocr_warnings)

    def test_the_same_number_of_the_same_supplier(self):
        self.supplier(vat=ACME_VAT)
        self.uploaded_and_read(acme_bill())
        (second,) = self.upload(("scan.png", image()))
        self.read(second, acme_bill())
        self.assertTrue(second.duplicated_ref_ids)
        self.assertIn("may be the same bill as", second.ocr_warnings)

    def test_empty_files_are_not_copies_of_each_other(self):
        first, second = self.upload(("a.pdf", b""), ("b.pdf", b""))
        self.not_read(first)
        self.not_read(second)
        self.assertNotIn("same file", self.notes(second)[0])
