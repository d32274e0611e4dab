"""Images for a model: decoded within bounds, and made anew.

What is sent is never what was uploaded: an image that is made anew is small, stands upright, tells
nothing of where it was taken, and is nothing else beside (a polyglot).
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .refused import Refused

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 16_000_000
"""Decoded as a whole, at up to 4 bytes each."""
MOST_JPEG_PIXELS = 64_000_000
"""A JPEG is decoded at a fraction of its size, unless it is progressive."""
SIDE_PIXELS = 1568
"""The longer side: beyond it, the usual models see no more."""
PNG_BYTES = 1_000_000
"""A larger PNG is sent as JPEG."""


@dataclass(frozen=True)
class Picture:
    data: bytes
    mimetype: str
    width: int
    height: int


def picture(data: bytes) -> Picture:
    """``data``, an image of one of ``FORMATS``, made anew with at most ``SIDE_PIXELS``.

    :raise Refused: where it is broken, or has too many pixels
    """
    # Odoo has it loaded; what only reads kinds and texts does without
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_pixels(image)
                return _made_anew(image)
    except Refused:
        raise
    except Image.DecompressionBombError:
        raise Refused("The image has far too many pixels: make it smaller.") from None
    except MemoryError:
        raise Refused("The image needs too much memory: make it smaller.") from None
    except Exception:
        # Pillow raises nearly anything at what is broken
        raise Refused("The image is broken: open it, save it again, and try that.") from None


def _check_pixels(image: Image.Image) -> None:
    pixels = image.width * image.height
    is_scaled = image.format == "JPEG" and "progressive" not in image.info
    most = MOST_JPEG_PIXELS if is_scaled else MOST_PIXELS
    if pixels > most:
        raise Refused(
            f"The image has {pixels / 1e6:.0f} million pixels; at most {most / 1e6:.0f} million "
            "are taken. Make it smaller."
        )


def _made_anew(image: Image.Image) -> Picture:
    from PIL import Image, ImageOps

    is_photo = image.format == "JPEG"
    if is_photo:
        image.draft("RGB", (SIDE_PIXELS, SIDE_PIXELS))
    image.thumbnail((SIDE_PIXELS, SIDE_PIXELS), reducing_gap=2.0)
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA", "P") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        flat = Image.new("RGB", layer.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
    else:
        flat = upright.convert("RGB")
    flat.info.clear()
    if not is_photo and len(encoded := _encoded(flat, "PNG")) <= PNG_BYTES:
        return Picture(encoded, "image/png", flat.width, flat.height)
    return Picture(_encoded(flat, "JPEG"), "image/jpeg", flat.width, flat.height)


def _encoded(image: Image.Image, format_: str) -> bytes:
    output = io.BytesIO()
    image.save(output, format_, quality=85, optimize=True)
    return output.getvalue()
