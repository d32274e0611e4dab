"""Scans are read by InsightPulse OCR, if it is installed."""

import unittest

from odoo.tests import TransactionCase, tagged

from .sources import SourceCase

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)
RESULT = {
    "pages": [
        {"number": 1, "lines": [{"text": "The fee"}, {"text": "is ten euro"}]},
        {"number": 2, "lines": [{"text": "and five on Sundays"}]},
    ]
}


@tagged("-at_install", "post_install")
class TestSourceOcr(SourceCase, TransactionCase):
    def setUp(self):
        super().setUp()
        if "ocr.document" not in self.env:
            raise unittest.SkipTest("insightpulse_ocr is not installed")
        self.scan = self.attached(PNG, "scan.png", mimetype="image/png")

    def reading(self, attachment):
        return self.env["ocr.document"].search([("attachment_id", "=", attachment.id)])

    def test_a_scan_is_queued_and_found_when_it_is_read(self):
        source = self.file_source(self.scan)
        reading = self.reading(self.scan)
        self.assertEqual((reading.state, reading._record()), ("waiting", source))
        self.assertEqual(source.problem_ids.mapped("state"), ["recognising"])
        self.indexed(source)
        self.assertEqual(len(self.reading(self.scan)), 1)

        reading.sudo().write({"state": "read", "result": RESULT})
        self.indexed(source)
        self.assertFalse(source.problem_ids)
        found = self.env["ai.source"].with_user(self.user)._retrieve("Sundays", None, source)
        self.assertEqual([(one.text, one.page) for one in found], [("and five on Sundays", 2)])

    def test_a_scan_that_cannot_be_read_says_why(self):
        source = self.file_source(self.scan)
        self.reading(self.scan).sudo().write({"state": "failed", "error": "It is damaged."})
        self.indexed(source)
        self.assertEqual(source.problem_ids.problem, "It is damaged.")

    def test_a_reading_that_would_fill_in_a_record_is_not_asked_for(self):
        model = self.env.registry["res.partner"]
        model._ocr_document_read = lambda *_arguments: None
        self.addCleanup(delattr, model, "_ocr_document_read")
        self.scan.write({"res_model": "res.partner", "res_id": self.partner.id})
        source = self.indexed(
            self.env["ai.source"].create(
                {
                    "name": "Files", "kind": "attachments", "model_id": self.partner_model.id,
                    "domain": str([("id", "=", self.partner.id)]),
                }
            )
        )  # fmt: skip
        self.assertFalse(self.reading(self.scan))
        self.assertIn("nobody has had read", source.problem_ids.problem)
