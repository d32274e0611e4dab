"""The whole way with a running OCR service: address in INSIGHTPULSE_OCR_TEST_URL."""

import io
import os
from unittest import skipUnless
from unittest.mock import patch

from odoo.tests import tagged
from PIL import Image, ImageDraw, ImageFont

from .common import BillCase

SERVICE_URL = os.environ.get("INSIGHTPULSE_OCR_TEST_URL", "")

PAGE = [
    (90, "Northwind Paper Inc"),
    (150, "12 Mill Street, Springfield, IL 62701"),
    (330, "INVOICE"),
    (400, "Invoice number: NW-2024-0815"),
    (450, "Invoice date: 2024-03-05"),
    (500, "Due date: 2024-04-04"),
    (800, "Subtotal      USD 200.00"),
    (850, "VAT 15 %      USD 30.00"),
    (920, "Total         USD 230.00"),
]


def page():
    """A bill as a picture of 1240 × 1754 pixels (A4 at 150 dpi), PNG."""
    picture = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=34)
    for y, text in PAGE:
        draw.text((120, y), text, fill="black", font=font)
    content = io.BytesIO()
    picture.save(content, "PNG", dpi=(150, 150))
    return content.getvalue()


@skipUnless(SERVICE_URL, "INSIGHTPULSE_OCR_TEST_URL is not set: no OCR service to read with")
@tagged("post_install", "-at_install")
class TestService(BillCase):
    def test_a_dropped_picture_is_a_filled_bill(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("insightpulse_ocr.service_url", SERVICE_URL)
        parameters.set_param(
            "insightpulse_ocr.service_token", os.environ.get("INSIGHTPULSE_OCR_TEST_TOKEN", "")
        )
        bill = self.upload(("bill.png", page()))
        document = bill.ocr_document_id.sudo()
        with patch.object(self.env.cr, "commit", self.env.cr.flush):
            document._read()
        bill.invalidate_recordset()
        self.assertEqual(bill.ocr_state, "read", document.error)
        self.assertEqual(bill.ref, "NW-2024-0815")
        self.assertEqual(str(bill.invoice_date), "2024-03-05")
        self.assertEqual(str(bill.invoice_date_due), "2024-04-04")
        self.assertEqual(self.totals(bill), (200, 30, 230))
        self.assertIn("Northwind", bill.ocr_supplier_proposal)
