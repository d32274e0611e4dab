"""Pages of a PDF as pixels, the state in which a scanner or a camera meets them."""

from __future__ import annotations

import pypdfium2
from PIL import Image


def pages(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """Every page as an RGB image at `dpi`."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
