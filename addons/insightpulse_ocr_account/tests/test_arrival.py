"""How documents arrive: dropped, mailed, attached later; and what is no document."""

import time
from email.message import EmailMessage

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ACME_VAT, PDF, BillCase, acme_bill, image, one_page_pdf

FACTURX = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}"


@tagged("post_install", "-at_install")
class TestDropped(BillCase):
    def test_every_kind_of_file(self):
        for name, content, mimetype in [
            ("bill.pdf", PDF, "application/pdf"),
            ("bill.png", image(), "image/png"),
            ("bill.jpg", image(kind="JPEG"), "image/jpeg"),
            ("bill.webp", image(kind="WEBP"), "image/webp"),
            ("bill.tif", image(kind="TIFF"), "image/tiff"),
            ("tiny.png", image(20, 20), "image/png"),  # a person chose it: it is read
        ]:
            with self.subTest(name):
                bill = self.upload((name, content))
                self.assertEqual(len(bill), 1)
                self.assertEqual(bill.ocr_state, "waiting")
                document = bill.ocr_document_id
                self.assertEqual((document.res_model, document.res_id), ("account.move", bill.id))
                self.assertEqual(document.attachment_id.mimetype, mimetype)
                self.assertEqual(bill.message_main_attachment_id, document.attachment_id)

    def test_many_files_are_a_bill_each(self):
        bills = self.upload(*((f"{i}.pdf", PDF) for i in range(3)), ("4.png", image()))
        self.assertEqual(len(bills), 4)
        self.assertEqual(len(bills.ocr_document_id), 4)

    def test_on_credit_notes_and_receipts(self):
        for move_type in ("in_refund", "in_receipt"):
            with self.subTest(move_type):
                bill = self.upload(move_type=move_type)
                self.assertEqual(bill.move_type, move_type)
                self.assertTrue(bill.ocr_document_id)

    def test_on_the_journal_without_saying_what_it_is(self):
        attachment = self.attachment()
        action = self.journal.with_user(self.clerk).create_document_from_attachment(attachment.ids)
        bill = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(bill.move_type, "in_invoice")
        self.assertTrue(bill.ocr_document_id)

    def test_not_on_customer_invoices(self):
        attachment = self.attachment()
        journal = self.company_data["default_journal_sale"].with_user(self.clerk)
        action = journal.with_context(
            default_move_type="out_invoice"
        ).create_document_from_attachment(attachment.ids)
        self.assertFalse(self.env["account.move"].browse(action["res_id"]).ocr_document_id)

    def test_files_that_are_not_read_make_a_bill_and_no_document(self):
        bill = self.upload(("bill.txt", b"total 5"))
        self.assertFalse(bill.ocr_document_id)

    def test_broken_files_make_a_bill_and_are_left_to_the_reader(self):
        """What is wrong with them is said in words when they are read: no exception here."""
        encrypted = one_page_pdf(password="secret")
        for name, content in [
            ("empty.pdf", b""),
            ("empty.png", b""),
            ("encrypted.pdf", encrypted),
            ("damaged.pdf", b"%PDF-1.7 nothing more"),
            ("damaged.png", b"\x89PNG\r\n\x1a\n garbage"),
        ]:
            with (
                self.subTest(name),
                self.assertNoLogs("odoo.addons.account", "ERROR"),
                mute_logger("pypdf._reader"),
            ):
                bill = self.upload((name, content))
                self.assertEqual(bill.ocr_state, "waiting")

    def test_it_returns_at_once(self):
        self.upload()
        start = time.perf_counter()
        bill = self.upload()
        self.assertLess(time.perf_counter() - start, 10)
        self.assertEqual(bill.ocr_state, "waiting")

    def test_an_embedded_electronic_invoice_wins(self):
        if "account.edi.xml.cii" not in self.env:
            self.skipTest("account_edi_ubl_cii is not installed")
        xml = f"""<?xml version='1.0' encoding='UTF-8'?>
            <rsm:CrossIndustryInvoice
              xmlns:rsm="{FACTURX[1:-1]}"
              xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
              xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
             <rsm:ExchangedDocument><ram:ID>FX-1</ram:ID><ram:TypeCode>380</ram:TypeCode>
             </rsm:ExchangedDocument>
            </rsm:CrossIndustryInvoice>""".encode()
        bill = self.upload(("facturx.pdf", one_page_pdf([("factur-x.xml", xml)])))
        self.assertEqual(bill.ref, "FX-1")
        self.assertFalse(bill.ocr_document_id)

    def test_an_embedded_file_that_is_no_invoice_does_not_count(self):
        bill = self.upload(("bill.pdf", one_page_pdf([("notes.xml", b"<notes/>")])))
        self.assertTrue(bill.ocr_document_id)

    def test_nobody_is_told_of_an_electronic_invoice(self):
        self.journal.incoming_einvoice_notification_email = "boss@example.com"
        self.upload()
        self.assertFalse(self.env["mail.mail"].search([("email_to", "ilike", "boss@example.com")]))

    def test_a_supplier_with_automatic_posting(self):
        """The bill is empty while it is read: posting it would fail the upload."""
        self.company.autopost_bills = True
        supplier = self.supplier(autopost_bills="always")
        attachment = self.attachment()
        action = (
            self.journal.with_user(self.clerk)
            .with_context(default_move_type="in_invoice", default_partner_id=supplier.id)
            .create_document_from_attachment(attachment.ids)
        )
        self.assertEqual(self.env["account.move"].browse(action["res_id"]).state, "draft")


@tagged("post_install", "-at_install")
class TestAttachedLater(BillCase):
    def empty_bill(self, **values):
        return (
            self.env["account.move"]
            .with_user(self.clerk)
            .create({"move_type": "in_invoice", "journal_id": self.journal.id, **values})
        )

    def attach(self, bill, content=PDF, name="bill.pdf"):
        """What the chatter's paper clip does."""
        attachment = self.attachment(content, name, res_model="account.move", res_id=bill.id)
        attachment._post_add_create()
        return attachment

    def test_to_an_empty_bill(self):
        bill = self.empty_bill()
        attachment = self.attach(bill)
        self.assertEqual(bill.ocr_document_id.attachment_id, attachment)

    def test_with_a_message(self):
        bill = self.empty_bill()
        attachment = self.attachment(image(), "photo.png")
        bill.message_post(body="Here", message_type="comment", attachment_ids=attachment.ids)
        self.assertEqual(bill.ocr_document_id.attachment_id, attachment)
        self.assertEqual(bill.message_main_attachment_id, attachment)

    def test_not_to_a_bill_with_lines(self):
        bill = self.empty_bill(
            invoice_line_ids=[Command.create({"name": "typed", "price_unit": 1})]
        )
        self.attach(bill)
        self.assertFalse(bill.ocr_document_id)

    def test_a_second_file_does_not_replace_the_first(self):
        bill = self.empty_bill()
        first = self.attach(bill)
        self.attach(bill, image(), "detail.png")
        self.assertEqual(bill.ocr_document_id.attachment_id, first)

    def test_a_second_file_after_the_first_could_not_be_read(self):
        bill = self.empty_bill()
        self.attach(bill)
        self.not_read(bill)
        second = self.attach(bill, image(), "again.png")
        self.assertEqual(bill.ocr_document_id.attachment_id, second)
        self.assertEqual(bill.ocr_state, "waiting")

    def test_what_was_typed_before_stays(self):
        bill = self.empty_bill(ref="typed", invoice_date="2020-01-01")
        self.attach(bill)
        self.read(bill, acme_bill())
        self.assertEqual(bill.ref, "typed")
        self.assertEqual(str(bill.invoice_date), "2020-01-01")
        self.assertEqual(bill.amount_total, 172.5)

    def test_read_document_button(self):
        bill = self.empty_bill()
        attachment = self.attachment(PDF, res_model="account.move", res_id=bill.id)
        bill.message_main_attachment_id = attachment
        self.assertTrue(bill.ocr_can_read)
        bill.action_ocr_read()
        self.assertEqual(bill.ocr_document_id.attachment_id, attachment)
        self.assertFalse(bill.ocr_can_read)


@tagged("post_install", "-at_install")
class TestMailed(BillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].search([], limit=1) or cls.env[
            "mail.alias.domain"
        ].create({"name": "bills.example.com"})
        cls.company.alias_domain_id = domain
        cls.journal.alias_id.write({"alias_name": "ocr-bills", "alias_domain_id": domain.id})
        cls.address = f"ocr-bills@{domain.name}"

    def mail(self, *files, sender="sales@acme.example.com", html=None):
        """Send `(name, content, mimetype)` to the journal's alias; return the bills made."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = self.address
        message["Subject"] = "Your invoice"
        message["Message-ID"] = f"<{time.perf_counter_ns()}@acme.example.com>"
        message.set_content("See attachment.")
        if html:
            message.add_alternative(html, subtype="html")
        for name, content, mimetype in files:
            maintype, subtype = mimetype.split("/")
            message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
        before = self.env["account.move"].search([])
        self.env["mail.thread"].with_user(self.env.ref("base.user_root")).message_process(
            "account.move", message.as_string()
        )
        return self.env["account.move"].search([("id", "not in", before.ids)], order="id")

    def test_a_pdf(self):
        bill = self.mail(("bill.pdf", PDF, "application/pdf"))
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.move_type, "in_invoice")
        self.assertEqual(bill.journal_id, self.journal)
        self.assertEqual(bill.ocr_state, "waiting")
        self.assertEqual(bill.message_main_attachment_id.name, "bill.pdf")
        supplier = self.supplier(vat=ACME_VAT)
        self.read(bill, acme_bill())
        self.assertEqual(bill.partner_id, supplier)
        self.assertEqual(bill.amount_total, 172.5)
        self.assertEqual(bill.state, "draft")

    def test_a_photo(self):
        bill = self.mail(("photo.jpg", image(kind="JPEG"), "image/jpeg"))
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.ocr_document_id.name, "photo.jpg")
        self.assertEqual(bill.message_main_attachment_id.name, "photo.jpg")
        self.assertEqual(bill.message_main_attachment_id.res_id, bill.id)

    def test_several_documents_are_a_bill_each(self):
        for name, files in {
            "pdfs": [(f"{i}.pdf", PDF, "application/pdf") for i in range(3)],
            "photos": [(f"{i}.png", image(), "image/png") for i in range(3)],
        }.items():
            with self.subTest(name):
                bills = self.mail(*files)
                self.assertEqual(len(bills), 3)
                self.assertEqual(len(bills.ocr_document_id), 3)

    def test_the_pictures_of_a_signature_are_no_bills(self):
        bill = self.mail(
            ("logo.png", image(120, 60), "image/png"),
            ("portrait.jpg", image(200, 200, "JPEG"), "image/jpeg"),
            ("bill.pdf", PDF, "application/pdf"),
            ("banner.png", image(1600, 400), "image/png"),
        )
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.ocr_document_id.name, "bill.pdf")
        self.assertEqual(bill.message_main_attachment_id.name, "bill.pdf")

    def test_pictures_beside_a_pdf_belong_to_its_bill(self):
        bill = self.mail(
            ("damage 1.png", image(), "image/png"),
            ("damage 2.png", image(), "image/png"),
            ("bill.pdf", PDF, "application/pdf"),
        )
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.ocr_document_id.name, "bill.pdf")
        self.assertEqual(bill.message_main_attachment_id.name, "bill.pdf")

    def test_only_a_logo(self):
        bill = self.mail(("logo.png", image(120, 60), "image/png"))
        self.assertEqual(len(bill), 1)  # Odoo makes a bill of each mail
        self.assertFalse(bill.ocr_document_id)

    def test_an_empty_and_an_encrypted_file(self):
        for name, content in [
            ("empty.pdf", b""),
            ("encrypted.pdf", one_page_pdf(password="secret")),
        ]:
            with self.subTest(name):
                bill = self.mail((name, content, "application/pdf"))
                self.assertEqual(len(bill), 1)
                self.assertEqual(bill.ocr_state, "waiting")

    def test_the_sender_is_only_the_supplier_until_the_document_says_better(self):
        sender = self.supplier(name="ACME Invoicing Service", email="sales@acme.example.com")
        supplier = self.supplier(vat=ACME_VAT)
        bill = self.mail(("bill.pdf", PDF, "application/pdf"))
        self.assertEqual(bill.partner_id, sender)
        self.read(bill, acme_bill())
        self.assertEqual(bill.partner_id, supplier)

    def test_the_sender_stays_when_nobody_better_is_known_and_it_is_said(self):
        sender = self.supplier(name="Forwarder", email="sales@acme.example.com")
        bill = self.mail(("bill.pdf", PDF, "application/pdf"))
        self.read(bill, acme_bill())
        self.assertEqual(bill.partner_id, sender)
        self.assertIn("names ACME Supplies as supplier", bill.ocr_warnings)

    def test_sent_by_an_employee_without_accounting(self):
        """The From of a mail is no right: the system reads, and fills in."""
        self.clerk.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.clerk.email = "clerk@example.com"
        bill = self.mail(("bill.pdf", PDF, "application/pdf"), sender="clerk@example.com")
        self.read(bill, acme_bill())
        self.assertEqual(bill.amount_total, 172.5)
