import base64
import io

from odoo.tests import TransactionCase, tagged
from PIL import Image

from ..models.ir_attachment import MAX_SHRUNK_PIXELS


def png(width, height):
    buffer = io.BytesIO()
    Image.new("1", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestLargeImages(TransactionCase):
    """An image that no worker could decode is an upload like any other."""

    def assert_kept(self, content, **values):
        attachment = self.env["ir.attachment"].create({"name": "scan.png", **values})
        self.assertEqual(attachment.raw, content)
        self.assertEqual(attachment.mimetype, "image/png")

    def test_a_bomb_is_kept_as_it_was_sent(self):
        content = png(10_000, 10_000)
        self.assert_kept(content, raw=content)
        self.assert_kept(content, datas=base64.b64encode(content))
        self.assert_kept(content, datas=base64.b64encode(content).decode())

    def test_beyond_what_pillow_opens(self):
        # 18,000 × 18,000: Pillow itself refuses, and says so by an exception.
        header = png(1, 1).replace((1).to_bytes(4, "big") * 2, (18_000).to_bytes(4, "big") * 2, 1)
        self.assert_kept(header, raw=header)

    def test_a_photo_is_shrunk_as_odoo_does(self):
        width, height = 4_000, 3_000
        self.assertLess(width * height, MAX_SHRUNK_PIXELS)
        attachment = self.env["ir.attachment"].create(
            {"name": "photo.png", "raw": png(width, height)}
        )
        self.assertLessEqual(max(Image.open(io.BytesIO(attachment.raw)).size), 1920)

    def test_what_is_no_image_is_left_to_odoo(self):
        for content in (b"", b"no image", png(3, 3)[:20]):
            attachment = self.env["ir.attachment"].create({"name": "x.png", "raw": content})
            self.assertEqual(attachment.raw or b"", content)
