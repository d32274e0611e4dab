import io

from odoo import Command
from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.tests import new_test_user
from odoo.tools.pdf import OdooPdfFileWriter

# Odoo registers few of Pillow's formats.
from PIL import Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401


def one_page_pdf(attachments=(), password=None):
    """A PDF of one empty page.

    :param attachments: embedded files, `(name, XML content)`
    """
    writer = OdooPdfFileWriter()
    writer.addBlankPage(595, 842)
    for name, content in attachments:
        writer.addAttachment(name, content, "text/xml")
    if password:
        writer.encrypt(password)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


PDF = one_page_pdf()
ACME_VAT = "BE0477472701"
ACME_IBAN = "BE71096123456769"


def image(width=1240, height=1754, kind="PNG"):
    """An empty page, as bytes of a file of `kind`."""
    content = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(content, kind)
    return content.getvalue()


def extraction(lines=(), document_type="invoice", warnings=(), confidence=0.97, **fields):
    """What the extraction package returns; a field that is None was not found.

    :param lines: tuples of description, quantity, unit price, tax percent, subtotal
    """
    names = ("description", "quantity", "unit_price", "tax_percent", "subtotal")
    place = {"confidence": confidence, "page": 1, "polygon": [[0, 0], [9, 0], [9, 9], [0, 9]]}
    return {
        "document_type": document_type,
        "fields": {
            name: None if value is None else {"value": value, **place}
            for name, value in fields.items()
        },
        "lines": [{**dict(zip(names, line, strict=True)), **place} for line in lines],
        "warnings": list(warnings),
    }


def acme_bill(**changes):
    """A bill of ACME over two items at 15 %: 150.00 + 22.50 = 172.50."""
    return extraction(
        **{
            "lines": [
                ("Paper A4", "10", "5.00", "15", "50.00"),
                ("Toner", "1", "100.00", "15", "100.00"),
            ],
            "supplier_name": "ACME Supplies",
            "supplier_address": "Rue Neuve 1, 1000 Bruxelles",
            "supplier_vat": ACME_VAT,
            "supplier_iban": ACME_IBAN,
            "invoice_number": "INV-2024-17",
            "invoice_date": "2024-03-05",
            "due_date": "2024-04-04",
            "currency": "USD",
            "amount_untaxed": "150.00",
            "amount_tax": "22.50",
            "amount_total": "172.50",
            **changes,
        }
    )


class BillCase(AccountTestInvoicingCommon):
    """A clerk who may write bills, no more; documents are read by saying what was read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.journal = cls.company_data["default_journal_purchase"]
        cls.tax = cls.company_data["default_tax_purchase"]  # 15 %
        cls.clerk = new_test_user(
            cls.env,
            "bill_clerk",
            groups="base.group_user,account.group_account_invoice,base.group_partner_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True

    # -- a document arrives -------------------------------------------------------------

    def attachment(self, content=PDF, name="bill.pdf", user=None, **values):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.clerk)
            .create({"name": name, "raw": content, **values})
        )

    def upload(self, *files, user=None, move_type="in_invoice"):
        """Drop files, `(name, content)`, on the list of bills; return the bills."""
        attachments = self.env["ir.attachment"]
        for name, content in files or [("bill.pdf", PDF)]:
            attachments |= self.attachment(content, name, user)
        journal = self.journal.with_user(user or self.clerk)
        action = journal.with_context(default_move_type=move_type).create_document_from_attachment(
            attachments.ids
        )
        bills = self.env["account.move"].search(
            action["domain"] if not action.get("res_id") else [("id", "=", action["res_id"])],
            order="id",
        )
        return bills.with_user(user or self.clerk)

    # -- and is read --------------------------------------------------------------------

    # no model; pylint: disable-next=method-required-super
    def read(self, bill, result):
        """Let the document of `bill` be read as `result`, as the reading job does."""
        document = bill.ocr_document_id.sudo()
        document.write(
            {
                "state": "read",
                "extraction": result,
                "engine": "paddleocr 3.7.0",
                "tier": "small",
                "seconds": 3.12,
                "page_count": 1,
            }
        )
        document = document._as_requested()
        document._record()._ocr_document_read(document)
        self.env.flush_all()
        bill.invalidate_recordset()
        return bill

    def not_read(self, bill, words="The file is protected by a password.", code="encrypted"):
        document = bill.ocr_document_id.sudo()
        document.write({"state": "failed", "error": words, "error_code": code})
        document = document._as_requested()
        document._record()._ocr_document_failed(document)
        bill.invalidate_recordset()
        return bill

    def uploaded_and_read(self, result, **upload):
        return self.read(self.upload(**upload), result)

    # -- looking at the bill ------------------------------------------------------------

    def lines(self, bill):
        """(name, quantity, unit price, subtotal, percents of its taxes) of each line."""
        return [
            (
                line.name,
                line.quantity,
                round(line.price_unit, 4),
                line.price_subtotal,
                line.tax_ids.mapped("amount"),
            )
            for line in bill.invoice_line_ids
        ]

    def totals(self, bill):
        return (bill.amount_untaxed, bill.amount_tax, bill.amount_total)

    def notes(self, bill):
        """The notes of OdooBot on the bill, newest first."""
        return [
            message.body
            for message in bill.message_ids
            if message.author_id == self.env.ref("base.partner_root") and message.body
        ]

    def supplier(self, **values):
        return self.env["res.partner"].create(
            {"name": "ACME Supplies", "is_company": True, **values}
        )
