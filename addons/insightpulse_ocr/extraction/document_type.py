"""Invoice, credit note or receipt: the title decides, a UNTDID 1001 code in it most of all."""

from __future__ import annotations

import re

from . import labels
from .reading import Reading

TITLE_ROWS = 30
CREDIT_CODES = frozenset(
    ("381", "396", "532", "81", "83", "308", "420", "458", "261", "262", "296")
)
_CODE = re.compile(r"\((\d{2,3})\)")


def find(reading: Reading) -> str:
    """ "invoice", "credit_note" or "receipt"."""
    votes = {"invoice": 0.0, "credit_note": 0.0, "receipt": 0.0}
    heights = sorted(line.height for line in reading.document.lines)
    usual = heights[len(heights) // 2] if heights else 1.0
    for index, row in enumerate(reading.rows[:TITLE_ROWS]):
        for cell in row.cells:
            hits = [
                h for h in labels.find(cell.text) if any(c.startswith("title_") for c in h.concepts)
            ]
            for hit in hits[:1]:
                code = _CODE.search(cell.text)
                if code and hit.start <= 3 and len(code.group(1)) == 3:
                    return "credit_note" if code.group(1) in CREDIT_CODES else "invoice"
                weight = 1.0 if hit.start <= 3 else 0.3
                weight *= 1.6 if cell.height > 1.25 * usual else 1.0
                weight *= 1.5 if len(cell.text) <= 40 else 0.4
                weight *= 1.0 - index / (2 * TITLE_ROWS)
                for kind in votes:
                    if f"title_{kind}" in hit.concepts:
                        votes[kind] += weight
    if votes["credit_note"] >= 0.8 and votes["credit_note"] >= 0.6 * votes["invoice"]:
        return "credit_note"
    if _till_slip(reading):
        return "receipt"
    if votes["receipt"] > votes["invoice"]:
        return "receipt"
    return "invoice"


def _till_slip(reading: Reading) -> bool:
    """Cash and change, or a narrow page with a time of purchase: a shop's receipt."""
    paid = change = False
    for line in reading.document.lines:
        for hit in labels.find(line.text):
            if hit.start <= 2:
                paid = paid or "paid" in hit.concepts
                change = change or "change" in hit.concepts
    page = reading.document.pages[0] if reading.document.pages else None
    narrow = bool(page and len(page.lines) and _width(page) * 1.25 < _length(page))
    return narrow and len(reading.document.pages) == 1 and (paid and change)


def _width(page) -> float:
    return max(line.right for line in page.lines) - min(line.left for line in page.lines)


def _length(page) -> float:
    return max(line.bottom for line in page.lines) - min(line.top for line in page.lines)
