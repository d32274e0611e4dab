"""What an office scanner does to a page: it lies askew, turns grey, and picks up noise."""

from __future__ import annotations

import time
from io import BytesIO

import numpy
from PIL import Image, ImageFilter


def scanned(page: Image.Image, seed: int, degrees: float = 1.5) -> Image.Image:
    """A grey image of the same size: turned by `degrees`, softened, uneven light, noise, dust."""
    random = numpy.random.default_rng(seed)
    grey = page.convert("L").rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    grey = grey.filter(ImageFilter.GaussianBlur(0.7))
    pixels = numpy.asarray(grey, dtype=numpy.float32)
    height, width = pixels.shape
    # ink is never quite black, paper never quite white, and the lamp is dimmer towards one edge
    pixels = 38 + pixels * (236 - 38) / 255
    pixels *= numpy.linspace(1.0, 0.93, width, dtype=numpy.float32)[None, :]
    pixels += random.normal(0, 9, (height, width))
    specks = random.integers(0, (height - 3, width - 3), (160, 2))
    for y, x in specks:
        pixels[y : y + 2, x : x + 2] -= random.uniform(40, 130)
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def scanned_pdf(pages: list[Image.Image], seed: int, dpi: int = 200) -> bytes:
    """A PDF without text layer, one JPEG a page, as multi-function printers mail it."""
    images = [scanned(page, seed + number) for number, page in enumerate(pages)]
    out = BytesIO()
    # fixed dates: Pillow would write the clock's
    epoch = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
    images[0].save(
        out,
        "PDF",
        resolution=dpi,
        save_all=True,
        append_images=images[1:],
        quality=72,
        creationDate=epoch,
        modDate=epoch,
    )
    return out.getvalue()


def scanned_png(page: Image.Image, seed: int, dpi: int = 200) -> bytes:
    out = BytesIO()
    scanned(page, seed, degrees=-1.2).save(out, "PNG", dpi=(dpi, dpi), optimize=True)
    return out.getvalue()
