"""A sheet of paper to draw on: millimetres from the top left, as a designer measures it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

INK = "#1d2430"


@dataclass(frozen=True)
class Column:
    title: str
    x: float  # mm; the left edge, or the right edge when `right`
    right: bool = False


class Sheet:
    """Sizes of type are in points, everything else in millimetres."""

    def __init__(
        self,
        title: str,
        size: tuple[float, float] = A4,
        font: str = "Helvetica",
        bold: str = "Helvetica-Bold",
        encrypt: StandardEncryption | None = None,
    ) -> None:
        self._out = BytesIO()
        # invariant: no time stamp, no random file id, so that a rebuild gives the same bytes
        self._canvas = Canvas(self._out, pagesize=size, invariant=1, encrypt=encrypt)
        self._canvas.setTitle(title)
        self._height = size[1]
        self.font, self.bold = font, bold

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * mm, self._height - y * mm

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9.5,
        *,
        bold: bool = False,
        right: bool = False,
        centre: bool = False,
        ink: str = INK,
    ) -> None:
        """Draw one line of text whose baseline is at `y`."""
        self._canvas.setFont(self.bold if bold else self.font, size)
        self._canvas.setFillColor(HexColor(ink))
        at = self._at(x, y)
        if right:
            self._canvas.drawRightString(*at, text)
        elif centre:
            self._canvas.drawCentredString(*at, text)
        else:
            self._canvas.drawString(*at, text)

    def block(
        self,
        x: float,
        y: float,
        texts: Sequence[str],
        size: float = 9.5,
        leading: float = 4.6,
        *,
        right: bool = False,
        bold_first: bool = False,
        ink: str = INK,
    ) -> float:
        """Draw lines below each other; returns the `y` after the last."""
        for index, text in enumerate(texts):
            self.text(x, y, text, size, right=right, bold=bold_first and not index, ink=ink)
            y += leading
        return y

    def pairs(
        self, x: float, value_x: float, y: float, pairs: Sequence[tuple[str, str]], size: float = 9
    ) -> float:
        """Draw labels at `x` and their values ending at `value_x`."""
        for label, value in pairs:
            self.text(x, y, label, size, ink="#4c5666")
            self.text(value_x, y, value, size, right=True)
            y += 5
        return y

    def rule(self, x: float, y: float, width: float, weight: float = 0.6, ink: str = INK) -> None:
        """Draw a horizontal rule; `weight` in points."""
        self._canvas.setStrokeColor(HexColor(ink))
        self._canvas.setLineWidth(weight)
        self._canvas.line(*self._at(x, y), *self._at(x + width, y))

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, line: str | None = None
    ) -> None:
        """Fill a rectangle whose top left corner is at (x, y)."""
        self._canvas.setFillColor(HexColor(fill))
        if line:
            self._canvas.setStrokeColor(HexColor(line))
            self._canvas.setLineWidth(0.6)
        left, bottom = self._at(x, y + height)
        self._canvas.rect(left, bottom, width * mm, height * mm, fill=1, stroke=int(bool(line)))

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.circle(*self._at(x, y), radius * mm, fill=1, stroke=0)

    def header(
        self, columns: Sequence[Column], y: float, size: float = 8.5, ink: str = INK
    ) -> None:
        for column in columns:
            self.text(column.x, y, column.title, size, bold=True, right=column.right, ink=ink)

    def row(
        self, columns: Sequence[Column], y: float, cells: Sequence[str], size: float = 9
    ) -> None:
        for column, cell in zip(columns, cells, strict=True):
            self.text(column.x, y, cell, size, right=column.right)

    def width(self, text: str, size: float) -> float:
        """Width of `text` in mm."""
        return stringWidth(text, self.font, size) / mm

    def next_page(self) -> None:
        self._canvas.showPage()

    def pdf(self) -> bytes:
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()
