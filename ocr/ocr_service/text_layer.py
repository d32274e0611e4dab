"""The text layer of a PDF page: whether it can be trusted, and its lines.

A line here is what OCR would give: a run of words on one row; words far apart on the row (table
columns, label and amount) are separate lines.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .lines import Line

#: Fewer visible characters than this are a stamp or a page number, not a document.
FEWEST_CHARACTERS = 25
#: Share of characters without a usable Unicode value above which a layer is garbage.
MOST_GARBAGE = 0.05
#: Share of invisible characters (a scanner's own OCR) above which the page is read from its image.
MOST_INVISIBLE = 0.5
#: An image over this share of the page is taken for a scan …
SCAN_COVER = 0.5
#: … unless the text reaches over at least this share of the page's height, with this many rows.
FEWEST_EXTENT, FEWEST_ROWS = 0.3, 8

#: In units of the font's height (ascent to descent, about 1.15 em):
WORD_GAP = 0.16  # a wider gap is a space
THIN_GAP = 0.04  # so is one this wide where the file has a space character, too
COLUMN_GAP = 0.85  # a wider gap starts another line: words come up to 0.8, columns from 0.9
MOST_SLANT = 0.1  # rise over run of a base line that still counts as horizontal
ROW_OVERLAP = 0.5  # two characters that share this much of their height are on one row

#: Control characters, spaces, soft hyphen and other marks without ink. (U+0002 is not among them:
#: pdfium gives it for a hyphen at the end of a line.)
BLANKS = frozenset({*range(1, 0x21), 0xA0, 0xAD, *range(0x2000, 0x2010), 0x202F, 0xFEFF}) - {2}

LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}


Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass
class Glyph:
    """One character in page pixels (x to the right, y down)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    after_space: bool = False  # pdfium has a space before it
    slanted: bool = False  # its base line is not horizontal

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def read(page: pdfium.PdfPage, width: int, height: int) -> list[Line] | None:
    """Lines in the pixel space `width` × `height`, or None where the page must be OCRed."""
    textpage = page.get_textpage()
    try:
        glyphs, invisible, garbage = _glyphs(page, textpage, width, height)
    finally:
        textpage.close()
    total = len(glyphs) + invisible + garbage
    if len(glyphs) < FEWEST_CHARACTERS:
        return None
    if garbage > MOST_GARBAGE * total or invisible > MOST_INVISIBLE * total:
        return None
    slanted = [glyph for glyph in glyphs if glyph.slanted]
    if len(slanted) > len(glyphs) / 2:
        return None  # the page lies on its side: OCR turns it
    rows = _rows([glyph for glyph in glyphs if not glyph.slanted])
    pictures, outlines = _other_content(page)
    if outlines > len(glyphs):
        return None  # text drawn as curves beside a little real text
    if pictures >= SCAN_COVER:
        extent = max(glyph.bottom for glyph in glyphs) - min(glyph.top for glyph in glyphs)
        if extent < FEWEST_EXTENT * height or len(rows) < FEWEST_ROWS:
            return None
    return [line for row in rows for line in _lines(row)] + _slanted_lines(slanted)


def with_form_values(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, index: int
) -> pdfium.PdfPage:
    """The page with its form fields and stamps drawn into it, as a viewer shows it."""
    if raw.FPDFPage_GetAnnotCount(page) <= 0:
        return page
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()  # the change is seen by a page that is loaded after it
    return document[index]


def _glyphs(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, width: int, height: int
) -> tuple[list[Glyph], int, int]:
    """Visible characters on the page; how many are invisible; how many have no Unicode value."""
    to_pixels, direction = _page_to_pixels(page, width, height)
    glyphs: list[Glyph] = []
    invisible = garbage = 0
    after_space, high = False, 0
    box = raw.FS_RECTF()
    visible: dict[int, bool] = {}
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in BLANKS:
            after_space = True
            continue
        if 0xD800 <= code < 0xDC00:
            high = code  # half of a UTF-16 pair, which pdfium counts as two characters
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if not raw.FPDFText_GetLooseCharBox(textpage, index, box):
            continue
        left, top, right, bottom = to_pixels(box.left, box.top, box.right, box.bottom)
        if right <= 0 or bottom <= 0 or left >= width or top >= height:
            continue
        owner = raw.FPDFText_GetTextObject(textpage, index)
        key = ctypes.addressof(owner.contents) if owner else 0
        if key not in visible:
            mode = raw.FPDFTextObj_GetTextRenderMode(owner) if owner else 0
            visible[key] = mode not in (
                raw.FPDF_TEXTRENDERMODE_INVISIBLE,
                raw.FPDF_TEXTRENDERMODE_CLIP,
            )
        if not visible[key]:
            invisible += 1
            continue
        if (
            code in (0, 0xFFFD)
            or 0xD800 <= code <= 0xF8FF  # half a pair, or private use
            or code > 0x10FFFF
            or raw.FPDFText_HasUnicodeMapError(textpage, index) > 0
        ):
            garbage += 1
            continue
        text = "-" if code == 0x02 else LIGATURES.get(code) or chr(code)
        along, down = direction(raw.FPDFText_GetCharAngle(textpage, index))
        slanted = along <= 0 or abs(down) > MOST_SLANT * along
        glyphs.append(Glyph(text, left, top, right, bottom, after_space, slanted))
        after_space = False
    return glyphs, invisible, garbage


def _page_to_pixels(
    page: pdfium.PdfPage, width: int, height: int
) -> tuple[Callable[..., Box], Callable[[float], tuple[float, float]]]:
    """Functions from page units to pixels, for a box and for the direction of an angle (radians).

    They respect /Rotate and the crop box.
    """
    fine = 64  # FPDF_PageToDevice answers in whole numbers

    def device(x: float, y: float) -> tuple[float, float]:
        column, row = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, width * fine, height * fine, 0, x, y, column, row)
        return column.value / fine, row.value / fine

    (ox, oy), (xx, xy), (yx, yy) = device(0, 0), device(1000, 0), device(0, 1000)
    ax, ay, bx, by = (xx - ox) / 1000, (xy - oy) / 1000, (yx - ox) / 1000, (yy - oy) / 1000

    def box(left: float, top: float, right: float, bottom: float) -> Box:
        xs = (ox + ax * left + bx * top, ox + ax * right + bx * bottom)
        ys = (oy + ay * left + by * top, oy + ay * right + by * bottom)
        return min(xs), min(ys), max(xs), max(ys)

    def direction(angle: float) -> tuple[float, float]:
        x, y = math.cos(angle), -math.sin(angle)  # pdfium counts angles clockwise
        return ax * x + bx * y, ay * x + by * y

    return box, direction


def _other_content(page: pdfium.PdfPage) -> tuple[float, int]:
    """Share of the page under its largest image; number of curves the size of a letter."""
    width, height = page.get_size()
    area = max(width * height, 1.0)
    largest, outlines = 0.0, 0
    for item in page.get_objects(max_depth=4):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            largest = max(largest, (right - left) * (top - bottom) / area)
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = item.get_bounds()
            segments = raw.FPDFPath_CountSegments(item)
            if 2 < top - bottom < 30 and 1 < right - left < 30 and segments > 8:
                outlines += 1
    return largest, outlines


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters that share a row, rows top to bottom, each left to right."""
    rows: list[list[Glyph]] = []
    spans: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        for position in range(len(rows) - 1, max(-1, len(rows) - 6), -1):
            top, bottom = spans[position]
            shared = min(bottom, glyph.bottom) - max(top, glyph.top)
            if shared >= ROW_OVERLAP * min(glyph.height, bottom - top):
                rows[position].append(glyph)
                break
        else:
            rows.append([glyph])
            spans.append((glyph.top, glyph.bottom))
    order = sorted(range(len(rows)), key=lambda position: spans[position])
    return [sorted(rows[position], key=lambda glyph: glyph.left) for position in order]


def _lines(row: list[Glyph]) -> list[Line]:
    lines: list[list[Glyph]] = []
    texts: list[str] = []
    for glyph in row:
        if lines:
            last = lines[-1][-1]
            size = max(min(glyph.height, last.height), 1.0)
            if glyph.text == last.text and glyph.left - last.left < 0.25 * (last.right - last.left):
                continue  # bold made by printing twice
            gap = glyph.left - last.right
            if gap <= COLUMN_GAP * size:
                spaced = gap > (THIN_GAP if glyph.after_space else WORD_GAP) * size
                texts[-1] += (" " if spaced else "") + glyph.text
                lines[-1].append(glyph)
                continue
        lines.append([glyph])
        texts.append(glyph.text)
    return [_line(text, glyphs) for text, glyphs in zip(texts, lines, strict=True)]


def _slanted_lines(glyphs: list[Glyph]) -> list[Line]:
    """Print along the margin and the like: letters in the order of the file, boxes upright."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines:
            last = lines[-1][-1]
            step = math.dist((glyph.left, glyph.top), (last.left, last.top))
            if step <= 2 * max(glyph.height, last.height, glyph.right - glyph.left):
                lines[-1].append(glyph)
                continue
        lines.append([glyph])
    return [
        _line(
            "".join((" " if glyph.after_space else "") + glyph.text for glyph in line).strip(), line
        )
        for line in lines
    ]


def _line(text: str, glyphs: list[Glyph]) -> Line:
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return {
        "text": text,
        "confidence": 1.0,
        "polygon": [[round(x, 1), round(y, 1)] for x, y in corners],
        "source": "text",
    }
