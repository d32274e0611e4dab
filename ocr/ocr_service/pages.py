"""A file on disk → its pages, one at a time, each within the limits.

Sizes are checked before pixels are decoded: a few bytes of PNG can ask for gigabytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from PIL.Image import Transpose

from .lines import Line
from .problems import Problem
from .settings import Settings

if TYPE_CHECKING:
    import numpy as np

#: A larger image is reduced to this many pixels before it is read (its polygons are given in its
#: own pixels all the same). It is A4 at 250 dpi: more detail costs memory and reads no better.
WORKING_PIXELS = 6_000_000

ORIENTATION = 0x0112  # the EXIF tag, and what Pillow does to make each of its values upright
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
SWAPS_SIDES = {
    Transpose.TRANSPOSE,
    Transpose.TRANSVERSE,
    Transpose.ROTATE_90,
    Transpose.ROTATE_270,
}

ACCEPTED = "PDF, PNG, JPEG, WebP and TIFF"


@dataclass
class Page:
    """A page to read. Either `lines` are known already (text layer), or `image` is to be read."""

    width: int  # pixels of the coordinate space
    height: int
    dpi: float | None
    image: np.ndarray | None = None  # height × width × 3, uint8, BGR; may be smaller than the page
    lines: list[Line] | None = None
    warnings: list[str] = field(default_factory=list)


def sniff(head: bytes) -> str:
    """`PDF` or the Pillow name of the format, by content. Raises `empty`, `unsupported_type`."""
    if not head:
        raise Problem("empty", "The file has no content (0 bytes).")
    if b"%PDF-" in head[:1024]:
        return "PDF"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "TIFF"
    raise Problem(
        "unsupported_type", f"This is not a document that can be read. Accepted: {ACCEPTED}."
    )


@contextmanager
def open_document(path: Path, settings: Settings) -> Iterator[Document]:
    """Raises the 4xx `Problem` that says what is wrong with the file."""
    with path.open("rb") as file:
        kind = sniff(file.read(1024))
    opened = PdfDocument(path, settings) if kind == "PDF" else ImageDocument(path, kind, settings)
    try:
        if opened.count > settings.max_pages:
            raise Problem(
                "too_many_pages",
                f"The file has {opened.count} pages; the limit is {settings.max_pages}.",
            )
        yield opened
    finally:
        opened.close()


class Document:
    kind: str
    count: int

    def page(self, index: int) -> Page:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


class ImageDocument(Document):
    """PNG, JPEG and WebP have one page (the first frame), TIFF has one for each frame."""

    def __init__(self, path: Path, kind: str, settings: Settings):
        Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and is an error rather than a warning
        self.kind = kind.lower()
        self._path, self._format, self._settings = path, kind, settings
        with _damaged_unless_read(), Image.open(path, formats=[kind]) as image:
            # Counting the frames of a TIFF decodes nothing: it walks the file's directories.
            self.count = getattr(image, "n_frames", 1) if kind == "TIFF" else 1

    def page(self, index: int) -> Page:
        import numpy as np

        # Opened for each page, so that no page's pixels outlive it.
        with _damaged_unless_read(), Image.open(self._path, formats=[self._format]) as image:
            if self.count > 1:
                image.seek(index)
            _check_pixels(image.size, index, self._settings)
            dpi = _declared_dpi(image)
            size = image.size
            if image.format in ("JPEG", "MPO"):
                image.draft(None, _reduced(*size))  # lets libjpeg decode at 1/2, 1/4 or 1/8
                image.load()
            else:
                image.load()
                size = image.size  # a TIFF is turned by Pillow when it is loaded
            turn = UPRIGHT.get(image.getexif().get(ORIENTATION, 1))
            small = _on_white(_shrunk(image, _reduced(*size)))
        if turn is not None:
            small = small.transpose(turn)
            if turn in SWAPS_SIDES:
                size = size[::-1]
        # BGR, as OpenCV has it; contiguous, as ONNX Runtime wants it
        pixels = np.ascontiguousarray(np.asarray(small)[:, :, ::-1])
        width, height = size
        return Page(width, height, dpi=dpi, image=pixels)

    def close(self) -> None:
        """Nothing is open between pages."""


class PdfDocument(Document):
    kind = "pdf"

    def __init__(self, path: Path, settings: Settings):
        import pypdfium2 as pdfium
        import pypdfium2.raw as raw

        self._settings = settings
        try:
            self._pdf = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise Problem(
                    "encrypted",
                    "The PDF is protected by a password. Save it without the password, "
                    "then try again.",
                ) from None
            raise Problem("damaged", "The PDF is damaged and cannot be opened.") from None
        self.count = len(self._pdf)
        if self.count == 0:
            self._pdf.close()
            raise Problem("damaged", "The PDF is damaged: it has no pages.")

    def page(self, index: int) -> Page:
        import pypdfium2 as pdfium

        try:
            return self._page(index)
        except pdfium.PdfiumError:
            raise Problem("damaged", f"Page {index + 1} of the PDF is damaged.") from None

    def _page(self, index: int) -> Page:
        from . import text_layer

        page = text_layer.with_form_values(self._pdf, self._pdf[index], index)
        try:
            points = page.get_size()
            dpi = self._dpi(points)
            width, height = (max(1, round(side * dpi / 72)) for side in points)
            result = Page(width, height, dpi=round(dpi, 2))
            if dpi < self._settings.dpi:
                result.warnings.append(
                    f"Page {index + 1} is {points[0] / 72:.0f} × {points[1] / 72:.0f} inches: "
                    f"it was read at {dpi:.0f} dpi."
                )
            lines = text_layer.read(page, width, height)
            if lines is not None:
                result.lines = lines
            else:
                bitmap = page.render(scale=dpi / 72)
                try:
                    result.image = bitmap.to_numpy()[:, :, :3].copy()
                finally:
                    bitmap.close()
                # pdfium rounds up where we round: the image decides
                result.height, result.width = result.image.shape[:2]
            return result
        finally:
            page.close()

    def _dpi(self, points: tuple[float, float]) -> float:
        """The wanted resolution, or the highest that a page of this size (1/72 inch) allows."""
        allowed = min(WORKING_PIXELS, self._settings.max_pixels)
        area = max(points[0], 1.0) * max(points[1], 1.0) / 72**2  # square inches
        return min(float(self._settings.dpi), math.sqrt(allowed / area))

    def close(self) -> None:
        self._pdf.close()


def _check_pixels(size: tuple[int, int], index: int, settings: Settings) -> None:
    width, height = size
    if width * height > settings.max_pixels:
        raise Problem(
            "page_too_large",
            f"Page {index + 1} has {width} × {height} pixels; the limit is "
            f"{settings.max_pixels / 1e6:g} million. Save it at a lower resolution.",
        )


def _reduced(width: int, height: int) -> tuple[int, int]:
    factor = min(1.0, (WORKING_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * factor)), max(1, round(height * factor))


def _declared_dpi(image: Image.Image) -> float | None:
    try:
        dpi = float(image.info["dpi"][0])
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return round(dpi, 2) if 36 <= dpi <= 4800 else None


def _shrunk(image: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """Reduced before anything else, while there is one copy of it; in a mode that can be."""
    if image.mode == "1":
        image = image.convert("L")
    elif image.mode in ("P", "PA"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode.startswith("I") or image.mode == "F":  # 16 bits or more a sample
        image = image.convert("F")
    if image.width > wanted[0] or image.height > wanted[1]:
        return image.resize(wanted, reducing_gap=2.0)
    return image.copy()


def _on_white(image: Image.Image) -> Image.Image:
    """RGB of 8 bits; what is transparent becomes paper."""
    if image.mode == "F":
        high = float(image.getextrema()[1])  # type: ignore[arg-type]
        if high > 255:
            factor = 255 / high
            image = image.point(lambda value: value * factor)
        return image.convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")


@contextmanager
def _damaged_unless_read() -> Iterator[None]:
    """Pillow reports a broken file by many exceptions; for a caller they mean one thing."""
    try:
        yield
    except (Problem, MemoryError):
        raise
    except Exception as error:
        raise Problem(
            "damaged", "The image is damaged or incomplete and cannot be decoded."
        ) from error
