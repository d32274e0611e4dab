"""Invoice date and due date: each date on the page gets what its surroundings call it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from . import dates, labels
from .confidence import BY_PLACE, LABELLED, TITLED, WEAKLY_LABELLED, combine
from .dates import Found
from .document import TextLine
from .reading import Reading
from .result import Field

_KINDS = ("due_date", "other_date", "invoice_date", "date")
_TITLES = ("title_invoice", "title_credit_note", "title_receipt", "invoice_number")
_ORDER_WORDS = frozenset(("other_number",))


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: str  # "invoice_date", "due_date", "date", "other_date" or ""
    found: Found
    line: TextLine
    row: int
    title: bool
    share: float  # 0 top of the document … 1 bottom


def find(reading: Reading) -> dict[str, Field]:
    """`invoice_date` and `due_date` where the document has them."""
    candidates = _candidates(reading)
    fields: dict[str, Field] = {}
    issued = _best_issued(candidates)
    if issued is not None:
        candidate, certainty = issued
        fields["invoice_date"] = _field(reading, candidate, certainty)
    due = [c for c in candidates if c.kind == "due_date"]
    issue_date = _date(reading, issued[0].found) if issued else None
    later = [c for c in due if issue_date is None or _date(reading, c.found) >= issue_date]
    if later:
        fields["due_date"] = _field(reading, later[0], LABELLED)
    elif issued and issue_date and (term := _payment_term(reading)):
        days, line = term
        fields["due_date"] = Field(
            (issue_date + datetime.timedelta(days=days)).isoformat(),
            combine(line.confidence, BY_PLACE),
            line.page,
            line.polygon,
        )
    return fields


def _field(reading: Reading, candidate: _Candidate, certainty: float) -> Field:
    found, line = candidate.found, candidate.line
    if found.other is not None:
        certainty *= 0.97
    part = line.part(found.start, found.end)
    return Field(
        _date(reading, found).isoformat(),
        combine(line.confidence, certainty * found.quality),
        line.page,
        part.polygon,
    )


def _date(reading: Reading, found: Found) -> datetime.date:
    if reading.month_first and found.other is not None:
        return found.other
    return found.date


def _best_issued(candidates: list[_Candidate]) -> tuple[_Candidate, float] | None:
    best: tuple[float, float, _Candidate, float] | None = None
    counts: dict[datetime.date, int] = {}
    for candidate in candidates:
        counts[candidate.found.date] = counts.get(candidate.found.date, 0) + 1
    for candidate in candidates:
        if candidate.kind == "invoice_date":
            score, certainty = 1.0, LABELLED
        elif candidate.kind == "date":
            score, certainty = 0.75, WEAKLY_LABELLED + 0.1
        elif candidate.kind == "":
            score, certainty = 0.45, BY_PLACE + 0.1
        else:
            score, certainty = 0.1, BY_PLACE
        if candidate.title and candidate.kind in ("date", "", "invoice_date"):
            score, certainty = max(score, 0.95), TITLED
        if candidate.found.timed and candidate.kind != "other_date":
            score += 0.12
        score += 0.08 * min(counts[candidate.found.date] - 1, 2)
        score -= 0.15 * candidate.share
        score -= 0.3 * (1.0 - candidate.found.quality)
        if best is None or score > best[0] + 1e-9:
            best = (score, 0.0, candidate, certainty)
    return (best[2], best[3]) if best else None


def _candidates(reading: Reading) -> list[_Candidate]:
    candidates: list[_Candidate] = []
    total = max(len(reading.rows), 1)
    for index, row in enumerate(reading.rows):
        for position, cell in enumerate(row.cells):
            for found in dates.find(cell.text):
                kind, title = _kind(reading, index, position, cell, found)
                candidates.append(_Candidate(kind, found, cell, index, title, index / total))
    return candidates


def _kind(
    reading: Reading, index: int, position: int, cell: TextLine, found: Found
) -> tuple[str, bool]:
    """(what the date is called, whether it stands in a title) from the nearest words before it."""
    row = reading.rows[index]
    before = [h for h in labels.find(cell.text) if h.end <= found.start + 1]
    title = any(h.concepts.intersection(_TITLES) and h.start <= 12 for h in before) and not any(
        h.concepts & _ORDER_WORDS and not h.concepts.intersection(_TITLES) for h in before
    )
    kind = _nearest(before, cell.text, found.start)
    if kind:
        return kind, title
    if title:
        return "", True
    for neighbour in reversed(row.cells[:position]):
        hits = labels.find(neighbour.text) or labels.find_similar(neighbour.text)
        if kind := _nearest(hits, neighbour.text, len(neighbour.text)):
            return kind, False
        if dates.find(neighbour.text):
            break  # the label before belongs to that date
    if found.start <= 2 and (kind := _above(reading, index, cell)):
        return kind, False
    if not before:
        similar = labels.find_similar(cell.text)
        if similar and similar[0].end <= found.start:
            return _nearest(similar, cell.text, found.start), False
    return "", False


def _nearest(hits, text: str, position: int) -> str:
    """The kind of the last label before `position`; an order's or delivery's word spoils "date"."""
    for hit in reversed(hits):
        for kind in _KINDS:
            if kind in hit.concepts:
                if kind == "date" and (other := _qualified(hits, hit)):
                    return other
                if _far(text, hit.end, position):
                    return ""
                return kind
        if hit.concepts & {"other_number", "delivery"} and not hit.concepts.intersection(_TITLES):
            return "other_date"
    return ""


def _far(text: str, end: int, position: int) -> bool:
    """More than a few words between label and date: prose, not a label."""
    return len(text[end:position].split()) > 4


def _qualified(hits, hit) -> str | None:
    for other in hits:
        if other.end <= hit.start and hit.start - other.end <= 4:
            if "due_date" in other.concepts or "other_date" in other.concepts:
                return "due_date" if "due_date" in other.concepts else "other_date"
            if other.concepts & {"other_number", "delivery"} and not other.concepts.intersection(
                _TITLES
            ):
                return "other_date"
    return None


def _above(reading: Reading, index: int, cell: TextLine) -> str:
    """The label over a date: tables of "Date | Due date | Customer" printed across."""
    for above in range(index - 1, max(index - 3, -1), -1):
        row = reading.rows[above]
        if row.page != cell.page or cell.top - row.bottom > 2.5 * max(cell.height, 1.0):
            return ""
        for candidate in row.cells:
            overlap = min(candidate.right, cell.right) - max(candidate.left, cell.left)
            if overlap <= 0.25 * min(candidate.width, cell.width):
                continue
            hits = labels.find(candidate.text)
            for hit in hits:
                for kind in _KINDS:
                    if kind in hit.concepts and hit.end >= len(candidate.text.rstrip(" :.")) - 2:
                        return kind
            if hits or dates.find(candidate.text):
                return ""
    return ""


_TERMS = (
    re.compile(
        r"(?:zahlbar|payable|payment|net|netto|paiement|règlement|pago|pagamento|betaling|innerhalb|"
        r"within|binnen|terms?|entro|sous|dans|zahlungsziel)\D{0,40}?(?<!\d)(\d{1,3})\s?"
        r"(?:tage?n?|days?|jours?|d[ií]as?|giorni|dagen|gg|hari)\b",
        re.IGNORECASE,
    ),
    re.compile(r"terms?\W{0,3}net\s?(\d{1,3})(?![\d.,])", re.IGNORECASE),
    re.compile(r"^net\s?(\d{1,3})$", re.IGNORECASE),
)


def _payment_term(reading: Reading) -> tuple[int, TextLine] | None:
    """ "Payable within 30 days net": the longest term said (a shorter one earns a discount)."""
    best: tuple[int, TextLine] | None = None
    for line in reading.document.lines:
        for pattern in _TERMS:
            for match in pattern.finditer(line.text):
                days = int(match.group(1))
                if 0 < days <= 180 and (best is None or days > best[0]):
                    best = (days, line)
    return best
