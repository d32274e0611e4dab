"""One reading by the real service, with the real weights and the real extraction."""

import io
import os
import unittest

from odoo.tests import tagged
from PIL import Image, ImageDraw, ImageFont

from .common import OcrCase

URL = "INSIGHTPULSE_OCR_TEST_URL"
TOKEN = "INSIGHTPULSE_OCR_TEST_TOKEN"


@tagged("-at_install", "post_install")
@unittest.skipUnless(os.environ.get(URL), f"{URL} does not say where an OCR service runs")
class TestRealService(OcrCase):
    def setUp(self):
        super().setUp()
        self.env.registry["ocr.document"]._extract = self.real_extract
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("insightpulse_ocr.service_url", os.environ[URL])
        parameters.set_param("insightpulse_ocr.service_token", os.environ.get(TOKEN, ""))

    @property
    def real_extract(self):
        from ..models.ocr_document_reading import OcrDocument

        return OcrDocument._extract

    def page(self):
        image = Image.new("L", (1240, 1754), 255)
        draw = ImageDraw.Draw(image)
        font = ImageFont.load_default(36)
        for row, text in enumerate(
            [
                "Northwind Paper Ltd",
                "Invoice number: NW-2026-0815",
                "Invoice date: 2026-03-04",
                "Total EUR 119.00",
            ]
        ):
            draw.text((120, 160 + 120 * row), text, fill=0, font=font)
        file = io.BytesIO()
        image.save(file, "PNG", dpi=(150, 150))
        return file.getvalue()

    def test_a_page_is_read(self):
        document = self.document(self.page(), name="invoice.png")
        self.assertEqual(self.run_job(document), "done")
        self.assertEqual(document.state, "read", document.error)
        self.assertIn("NW-2026-0815", document.text)
        fields = document.extraction["fields"]
        self.assertEqual(fields["invoice_number"]["value"], "NW-2026-0815")
        self.assertEqual(fields["amount_total"]["value"], "119.00")

    def test_what_the_service_refuses(self):
        for content, name, code in [
            (b"%PDF-1.4 and then nothing", "broken.pdf", "damaged"),
            (b"just text", "notes.txt", "unsupported_type"),
        ]:
            with self.subTest(code=code):
                document = self.document(content, name=name)
                self.run_job(document)
                self.assertEqual((document.state, document.error_code), ("failed", code))
