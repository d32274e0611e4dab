from odoo import Command, fields
from odoo.tests import Form, tagged

from .common import ACME_IBAN, ACME_VAT, BillCase, acme_bill, extraction


@tagged("post_install", "-at_install")
class TestPrefill(BillCase):
    def test_the_bill_has_what_was_read(self):
        supplier = self.supplier(vat=ACME_VAT)
        bill = self.uploaded_and_read(acme_bill())
        self.assertRecordValues(
            bill,
            [
                {
                    "state": "draft",
                    "move_type": "in_invoice",
                    "partner_id": supplier.id,
                    "ref": "INV-2024-17",
                    "invoice_date": fields.Date.to_date("2024-03-05"),
                    "invoice_date_due": fields.Date.to_date("2024-04-04"),
                    "currency_id": self.env.ref("base.USD").id,
                }
            ],
        )
        self.assertEqual(
            self.lines(bill),
            [("Paper A4", 10, 5, 50, [15]), ("Toner", 1, 100, 100, [15])],
        )
        self.assertEqual(self.totals(bill), (150, 22.5, 172.5))
        self.assertTrue(all(bill.invoice_line_ids.mapped("is_imported")))
        self.assertFalse(bill.is_manually_modified)

    def test_the_same_reading_twice_changes_nothing(self):
        self.supplier(vat=ACME_VAT)
        bill = self.uploaded_and_read(acme_bill())
        before = (self.lines(bill), self.totals(bill), bill.message_ids.ids)
        self.read(bill, acme_bill())
        self.assertEqual((self.lines(bill), self.totals(bill), bill.message_ids.ids), before)

    def test_a_better_reading_replaces_what_nobody_has_touched(self):
        bill = self.uploaded_and_read(acme_bill(invoice_number="1NV"))
        bill.invoice_date = "2024-01-01"
        self.read(bill, acme_bill())
        self.assertEqual(bill.ref, "INV-2024-17")
        self.assertEqual(str(bill.invoice_date), "2024-01-01")

    # -- what a person has typed --------------------------------------------------------

    def test_typed_values_stay(self):
        self.supplier(vat=ACME_VAT)
        other = self.supplier(name="Other Supplier")
        for field, value in [
            ("ref", "typed"),
            ("invoice_date", fields.Date.to_date("2020-01-01")),
            ("invoice_date_due", fields.Date.to_date("2020-02-02")),
            ("partner_id", other),
            ("currency_id", self.euro),
        ]:
            with self.subTest(field):
                bill = self.upload()
                bill[field] = value
                self.read(bill, acme_bill())
                self.assertEqual(bill[field], value)
                self.assertEqual(bill.ref, "typed" if field == "ref" else "INV-2024-17")

    def test_typing_can_be_saved_before_the_date_is_read(self):
        """Odoo's form asks for the date of a bill: here it is still being read."""
        bill = self.upload()
        with Form(bill) as form:
            form.ref = "typed"
        self.read(bill, acme_bill())
        self.assertEqual((bill.ref, str(bill.invoice_date)), ("typed", "2024-03-05"))

    def test_typed_lines_stay(self):
        bill = self.upload()
        with Form(bill) as form, form.invoice_line_ids.new() as line:
            line.name = "typed"
            line.price_unit = 7
        self.read(bill, acme_bill())
        self.assertEqual(bill.invoice_line_ids.mapped("name"), ["typed"])
        self.assertEqual(bill.ref, "INV-2024-17")
        self.assertIn("lines already", bill.ocr_warnings)

    def test_lines_in_an_unsaved_form_take_the_place_of_the_read_ones(self):
        bill = self.upload()
        form = Form(bill)
        with form.invoice_line_ids.new() as line:
            line.name = "typed"
            line.price_unit = 7
        self.read(bill, acme_bill(amount_total="200.00"))
        self.assertEqual(len(bill.invoice_line_ids), 2)
        self.assertIn("The bill's total", bill.ocr_warnings)
        form.save()
        self.assertNotIn("The bill's total", bill.ocr_warnings)
        self.assertEqual(bill.invoice_line_ids.mapped("name"), ["typed"])
        self.assertEqual(bill.ref, "INV-2024-17")
        self.assertIn("lines already", bill.ocr_warnings)

    def test_a_line_added_to_the_read_ones_is_added(self):
        bill = self.uploaded_and_read(acme_bill())
        with Form(bill) as form, form.invoice_line_ids.new() as line:
            line.name = "typed"
        self.assertEqual(bill.invoice_line_ids.mapped("name"), ["Paper A4", "Toner", "typed"])

    def test_a_value_that_came_with_the_typed_supplier_is_not_typed(self):
        term = self.env.ref("account.account_payment_term_30days")
        other = self.supplier(name="Other", property_supplier_payment_term_id=term.id)
        bill = self.upload()
        with Form(bill) as form:
            form.partner_id = other
        self.assertEqual(bill.invoice_payment_term_id, term)
        self.read(bill, acme_bill(due_date="2024-03-20"))
        self.assertEqual(str(bill.invoice_date_due), "2024-03-20")
        self.assertFalse(bill.invoice_payment_term_id)

    def test_a_payment_term_that_agrees_with_the_document_is_kept(self):
        term = self.env.ref("account.account_payment_term_30days")
        self.supplier(vat=ACME_VAT, property_supplier_payment_term_id=term.id)
        bill = self.uploaded_and_read(acme_bill(due_date="2024-04-04"))
        self.assertEqual(bill.invoice_payment_term_id, term)
        self.assertEqual(str(bill.invoice_date_due), "2024-04-04")

    def test_a_bill_that_is_no_draft_is_not_changed(self):
        for finish in ("action_post", "button_cancel"):
            with self.subTest(finish):
                bill = self.upload()
                bill.write(
                    {
                        "partner_id": self.supplier().id,
                        "invoice_date": "2024-01-01",
                        "invoice_line_ids": [
                            Command.create({"name": "typed", "price_unit": 7, "tax_ids": []})
                        ],
                    }
                )
                getattr(bill, finish)()
                before = bill.read(["ref", "invoice_date", "amount_total", "state"])
                self.read(bill, acme_bill())
                self.assertEqual(
                    bill.read(["ref", "invoice_date", "amount_total", "state"]), before
                )
                self.assertIn("no draft any more", self.notes(bill)[0])

    def test_a_document_that_was_replaced_does_not_fill(self):
        bill = self.upload()
        document = bill.ocr_document_id
        bill.sudo().ocr_document_id = False
        document.sudo().write({"state": "read", "extraction": acme_bill()})
        bill._ocr_document_read(document)
        self.assertFalse(bill.ref)

    def test_it_never_posts(self):
        self.supplier(vat=ACME_VAT, autopost_bills="always")
        self.company.autopost_bills = True
        bill = self.uploaded_and_read(acme_bill())
        self.assertEqual(bill.state, "draft")

    # -- currency -----------------------------------------------------------------------

    def test_a_foreign_currency(self):
        bill = self.uploaded_and_read(acme_bill(currency="EUR"))
        self.assertEqual(bill.currency_id, self.euro)
        self.assertEqual(self.totals(bill), (150, 22.5, 172.5))

    def test_an_inactive_or_unknown_currency_is_said_and_no_amount_is_filled_in(self):
        for code in ("IDR", "XXY"):
            with self.subTest(code):
                self.env["res.currency"].with_context(active_test=False).search(
                    [("name", "=", code)]
                ).active = False
                bill = self.uploaded_and_read(acme_bill(currency=code))
                self.assertFalse(bill.invoice_line_ids)
                self.assertEqual(bill.currency_id, self.company.currency_id)
                self.assertEqual(bill.ref, "INV-2024-17")
                self.assertIn(code, bill.ocr_warnings)

    def test_fill_in_again_after_the_currency_was_activated(self):
        rupiah = self.env.ref("base.IDR")
        rupiah.active = False
        bill = self.uploaded_and_read(acme_bill(currency="IDR"))
        rupiah.active = True
        bill.action_ocr_fill_again()
        self.assertEqual(bill.currency_id, rupiah)
        self.assertEqual(bill.amount_total, 173 if rupiah.rounding == 1 else 172.5)

    # -- lines and totals ---------------------------------------------------------------

    def test_totals_are_those_of_the_document(self):
        for what, changes, expected in [
            ("items add up", {}, (150, 22.5, 172.5)),
            (
                "the supplier rounds the tax by line",
                {"amount_tax": "22.52", "amount_total": "172.52"},
                (150, 22.52, 172.52),
            ),
            (
                "prices with tax",
                {
                    "lines": [
                        ("Coffee", "3", "3.45", None, "10.35"),
                        ("Cake", "1", "4.60", None, "4.60"),
                    ],
                    "amount_untaxed": "13.00",
                    "amount_tax": "1.95",
                    "amount_total": "14.95",
                },
                (13, 1.95, 14.95),
            ),
            (
                "a rounded total",
                {"lines": [], "amount_total": "172.55"},
                (150.05, 22.5, 172.55),
            ),
            (
                "only a total",
                {"lines": [], "amount_untaxed": None, "amount_tax": None},
                (172.5, 0, 172.5),
            ),
        ]:
            with self.subTest(what):
                bill = self.uploaded_and_read(acme_bill(**changes))
                self.assertEqual(self.totals(bill), expected)

    def test_items_that_do_not_add_up_become_a_summary_line(self):
        bill = self.uploaded_and_read(acme_bill(lines=[("Paper A4", "10", "5.00", "15", "50.00")]))
        self.assertEqual(
            self.lines(bill),
            [("Document INV-2024-17, items at 15 % tax", 1, 150, 150, [15])],
        )
        self.assertIn("add up to", bill.ocr_warnings)

    def test_a_total_that_cannot_be_reached_is_said(self):
        bill = self.uploaded_and_read(acme_bill(lines=[], amount_total="200.00"))
        self.assertEqual(bill.amount_total, 172.5)
        self.assertIn("The bill's total is", bill.ocr_warnings)

    # -- credit notes -------------------------------------------------------------------

    def test_a_credit_note(self):
        self.supplier(vat=ACME_VAT)
        bill = self.uploaded_and_read(acme_bill(document_type="credit_note"))
        self.assertEqual(bill.move_type, "in_refund")
        self.assertEqual(self.totals(bill), (150, 22.5, 172.5))
        self.assertEqual(bill.ref, "INV-2024-17")

    def test_a_credit_note_with_the_tax_rounded_by_line(self):
        bill = self.uploaded_and_read(
            acme_bill(document_type="credit_note", amount_tax="22.52", amount_total="172.52")
        )
        self.assertEqual(self.totals(bill), (150, 22.52, 172.52))

    def test_a_negative_invoice_is_a_credit_note(self):
        bill = self.uploaded_and_read(
            extraction(amount_untaxed="-100", amount_tax="-15", amount_total="-115")
        )
        self.assertEqual(bill.move_type, "in_refund")
        self.assertEqual(bill.amount_total, 115)

    def test_a_bill_with_typed_lines_does_not_change_its_type(self):
        bill = self.upload()
        bill.invoice_line_ids = [Command.create({"name": "typed", "price_unit": 7})]
        self.read(bill, acme_bill(document_type="credit_note"))
        self.assertEqual(bill.move_type, "in_invoice")
        self.assertIn("credit note", bill.ocr_warnings)

    def test_a_document_dropped_on_the_credit_notes_stays_one(self):
        bill = self.uploaded_and_read(acme_bill(), move_type="in_refund")
        self.assertEqual(bill.move_type, "in_refund")
        self.assertEqual(self.totals(bill), (150, 22.5, 172.5))

    # -- bank account -------------------------------------------------------------------

    def test_the_printed_account_is_chosen_among_the_known_ones(self):
        supplier = self.supplier(
            vat=ACME_VAT,
            bank_ids=[
                Command.create({"acc_number": "DE89370400440532013000"}),
                Command.create({"acc_number": "BE71 0961 2345 6769"}),
            ],
        )
        bill = self.uploaded_and_read(acme_bill())
        self.assertEqual(bill.partner_bank_id, supplier.bank_ids[1])
        self.assertNotIn("bank account", bill.ocr_warnings or "")

    def test_a_credit_note_is_not_paid_to_the_supplier(self):
        self.supplier(vat=ACME_VAT)
        bill = self.uploaded_and_read(acme_bill(document_type="credit_note"))
        self.assertFalse(bill.ocr_warnings)

    def test_an_unknown_account_is_a_warning_never_an_account(self):
        supplier = self.supplier(
            vat=ACME_VAT, bank_ids=[Command.create({"acc_number": "DE89370400440532013000"})]
        )
        bill = self.uploaded_and_read(acme_bill())
        self.assertIn(ACME_IBAN, bill.ocr_warnings)
        self.assertEqual(len(supplier.bank_ids), 1)
