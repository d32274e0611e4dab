"""Documents for the tests, drawn here. Each function returns the bytes of a file."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)  # points

BILL = (
    "Hillside Joinery Ltd",
    "14 Quarry Lane, Bakewell",
    "Invoice HJ-2031",
    "Date 17 March 2025",
    "Oak shelf, planed and oiled",
    "Delivery to the second floor",
    "Net amount 1,240.00",
    "VAT 20% 248.00",
    "Total 1,488.00",
    "Please pay within 30 days",
)


def page_image(
    lines: Iterable[str] = BILL, size: tuple[int, int] = (900, 700), letters: int = 36
) -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=letters)
    for row, text in enumerate(lines):
        draw.text((40, 30 + row * letters * 1.7), text, "black", font=font)
    return image


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def tiff(images: list[Image.Image], **options: object) -> bytes:
    return encoded(images[0], "TIFF", save_all=True, append_images=images[1:], **options)


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises this many pixels and holds hardly any bytes: a decompression bomb."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    row = zlib.compressobj(9)
    zeros = bytes((width + 7) // 8 + 1)
    data = b"".join(row.compress(zeros) for _ in range(height)) + row.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


class Pdf:
    """A PDF drawn step by step; coordinates in points from the top left."""

    def __init__(
        self, size: tuple[float, float] = A4, password: str | StandardEncryption | None = None
    ):
        self._buffer = io.BytesIO()
        encryption = StandardEncryption(password) if isinstance(password, str) else password
        self.canvas = Canvas(self._buffer, pagesize=size, encrypt=encryption)
        self._height = size[1]

    def text(self, x: float, y: float, text: str, size: float = 11, mode: int = 0) -> Pdf:
        """`mode` 3 is invisible."""
        block = self.canvas.beginText(x, self._height - y)
        block.setFont("Helvetica", size)
        block.setTextRenderMode(mode)
        block.textOut(text)
        self.canvas.drawText(block)
        return self

    def paragraph(self, lines: Iterable[str] = BILL, top: float = 60, mode: int = 0) -> Pdf:
        for row, text in enumerate(lines):
            self.text(60, top + row * 60, text, mode=mode)
        return self

    def picture(self, image: Image.Image, x=0.0, y=0.0, width=A4[0], height=A4[1]) -> Pdf:
        self.canvas.drawInlineImage(image, x, self._height - y - height, width, height)
        return self

    def next_page(self) -> Pdf:
        self.canvas.showPage()
        return self

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()


def digital_pdf(pages: int = 1, **options: object) -> bytes:
    pdf = Pdf(**options)
    for _ in range(pages):
        pdf.paragraph().next_page()
    return pdf.bytes()


def scanned_pdf(image: Image.Image | None = None) -> bytes:
    return Pdf().picture(image or page_image()).bytes()
