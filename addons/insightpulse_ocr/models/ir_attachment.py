import base64
import io
import warnings

from odoo import models
from PIL import Image

MAX_SHRUNK_PIXELS = 16_000_000
"""Images of more pixels are kept as they were sent."""

HEADER_BYTES = 1024 * 1024
"""The size of an image stands within this much of its file."""


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _postprocess_contents(self, values):
        """Keep very large images as they were sent.

        Odoo shrinks every uploaded image to 1920 pixels. It decodes it for that in the
        HTTP worker, at about 6 bytes a pixel, and a worker of a small instance has some
        100 MB left: the upload would end in a memory error and be lost. The OCR service
        has its own limit, and words for what is beyond.
        """
        if _pixels(values) > MAX_SHRUNK_PIXELS:
            values["mimetype"] = self._compute_mimetype(values)
            return values
        return super()._postprocess_contents(values)


def _pixels(values):
    """Return the number of pixels that the image's header promises; 0 for what is none."""
    if content := values.get("raw"):
        header = content[:HEADER_BYTES]
    elif content := values.get("datas"):
        header = base64.b64decode(content[: HEADER_BYTES // 3 * 4])
    else:
        return 0
    if isinstance(header, str):
        return 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = Image.open(io.BytesIO(header)).size
    except Image.DecompressionBombError:
        return float("inf")
    except Exception:
        # Not an image, or a broken one: Odoo's to handle, as without this addon.
        return 0
    return width * height
