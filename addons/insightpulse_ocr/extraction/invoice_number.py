"""The invoice's number: behind its label, in the title, or under its label."""

from __future__ import annotations

import re

from . import dates, identifiers, labels, near
from .confidence import BY_PLACE, LABELLED, TITLED, WEAKLY_LABELLED, combine
from .document import TextLine
from .reading import Reading
from .result import Field

_TITLES = frozenset(("title_invoice", "title_credit_note", "title_receipt"))
_FILLER = re.compile(
    r"^(?:\s*(?:\([^()]{0,40}\)|[():.;#=\-–*|\[]|\b(?:n|nr|no|n°|nº|n\.º|num|number|nummer|numero|número|numéro|nomor|id|ref)\b[.:°º]*|[°º]))+\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[-/._#](?=[A-Za-z0-9])| ?[-/] ?(?=[A-Za-z0-9]))*")
_PREFIX = re.compile(r"^(?:[A-Z]{1,5}|\d{2,4}) (?=[A-Z]{0,3}[-/]?\d)")
MAX_LENGTH = 32


def find(reading: Reading) -> Field | None:
    """The best number, or None."""
    best: tuple[float, TextLine, str, float] | None = None
    total = max(len(reading.rows), 1)
    for index, row in enumerate(reading.rows):
        for position, cell in enumerate(row.cells):
            for score, certainty, source, value in _proposals(reading, index, position, cell):
                score -= 0.25 * index / total
                if best is None or score > best[0] + 1e-9:
                    best = (score, source, value, certainty)
    if best is None:
        return None
    _, source, value, certainty = best
    return Field(value, combine(source.confidence, certainty), source.page, source.polygon)


def _proposals(reading: Reading, index: int, position: int, cell: TextLine):
    """(score, certainty, part of the page, number) for each label of the cell."""
    row = reading.rows[index]
    hits = labels.find(cell.text)
    for number, hit in enumerate(hits):
        label = "invoice_number" in hit.concepts
        title = bool(hit.concepts & _TITLES)
        if not (label or title):
            continue
        if hit.concepts & {"paid", "other_date"} or (
            number
            and hits[number - 1].concepts & {"other_number", "other_date", "delivery", "buyer"}
            and not hits[number - 1].concepts & _TITLES
            and hit.start - hits[number - 1].end <= 3
        ):
            continue
        specific = label and not title
        following = hits[number + 1] if number + 1 < len(hits) else None
        if following is not None and not following.concepts & {"number_word", "invoice_number"}:
            gap = cell.text[hit.end : following.start]
            if following.concepts & {
                "invoice_date",
                "date",
                "due_date",
                "total_plain",
                "total_gross",
            } and not any(c.isdigit() for c in gap):
                continue
        base, certainty = (1.0, LABELLED) if specific else (0.8, TITLED)
        if hit.start > 3:
            base -= 0.12
        if hit.start > 24 and not specific:
            base -= 0.4
        if title and not specific and "title_receipt" in hit.concepts:
            base -= 0.1
        weak = hit.phrase in _WEAK
        if weak:
            base, certainty = base - 0.3, WEAKLY_LABELLED
        rest = cell.text[hit.end :]
        if parsed := _number(rest, specific):
            value, start = parsed
            at = hit.end + start
            yield base + _shape(value), certainty, cell.part(at, at + len(value)), value
            continue
        if (
            rest.strip(" :.#-–()°º*")
            and not _FILLER.fullmatch(rest.strip())
            and not (following and following.concepts & {"number_word"})
        ):
            continue
        if title and not specific and not _FILLER.fullmatch(rest.strip() or ":"):
            continue
        found = False
        for right in row.cells[position + 1 : position + 3]:
            parsed = _number(right.text, specific)
            if parsed:
                value, start = parsed
                yield (
                    base + _shape(value) - (0 if specific else 0.25),
                    certainty if specific else WEAKLY_LABELLED,
                    right.part(start, start + len(value)),
                    value,
                )
                found = True
            break
        if found or not specific:
            continue
        for under in near.below(reading, index, cell):
            parsed = _number(under.text, True)
            if parsed and not labels.find(under.text):
                value, start = parsed
                yield (
                    base + _shape(value) - 0.15,
                    certainty,
                    under.part(start, start + len(value)),
                    value,
                )
                break
    if index < 25 and hits and hits[0].start == 0 and _only_number_word(hits[0]):
        # "No.: CS-20242" alone, with nothing that says whose number it is
        rest = cell.text[hits[0].end :]
        parsed = _number(rest, True)
        if (
            parsed
            and len(hits) <= 2
            and re.match(r"\s?[.:#]", rest)
            and not _STREET.search(cell.text)
        ):
            value, start = parsed
            at = hits[0].end + start
            yield 0.35 + _shape(value), BY_PLACE, cell.part(at, at + len(value)), value


_STREET = re.compile(r",|\b(?:jalan|jln|lot|street|road)\b", re.IGNORECASE)


def _only_number_word(hit: labels.Hit) -> bool:
    return "number_word" in hit.concepts and hit.concepts <= {
        "number_word", "col_position", "registration", "col_article",
    }  # fmt: skip


_WEAK = frozenset(
    ("slip", "slip no", "trans", "trans no", "transaction no", "transaction id", "trx no",
     "check no", "chk no", "ref no", "inv", "nota", "note", "bon", "ticket", "document no", "bill",
     "order id receipt", "nomor", "vorgangsnummer", "folio", "abrechnung")
)  # fmt: skip


def _number(text: str, specific: bool) -> tuple[str, int] | None:
    """(number, its place) at the beginning of a text, or None."""
    text = text[:90]
    start = 0
    if filler := _FILLER.match(text):
        start = filler.end()
    while start < len(text) and text[start] in " :.#-–=*;":
        start += 1
    rest = text[start:]
    match = _TOKEN.match(rest)
    if not match:
        return None
    value = match.group()
    if not any(c.isdigit() for c in value):
        longer = _PREFIX.match(rest)
        if not longer:
            return None
        second = _TOKEN.match(rest, longer.end())
        if not second or not any(c.isdigit() for c in second.group()):
            return None
        value = rest[: second.end()]
    value = value.rstrip("-/._")
    if not _plausible(value, rest, specific):
        return None
    return value, start


def _plausible(value: str, rest: str, specific: bool) -> bool:
    if len(value) > MAX_LENGTH or (len(value) < 2 and not specific):
        return False
    if re.fullmatch(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?", value):
        return False
    for found in dates.find(rest[:30]):
        if (
            found.start == 0
            and found.end >= len(value)
            and re.fullmatch(r"[\d./-]+|\d{1,2}[-. ].*", value)
        ):
            return False
    if re.match(r"\s?[€$£%]", rest[len(value) :]) or re.fullmatch(
        r"\d{1,3}(?:[.,]\d{3})*[.,]\d{2}", value
    ):
        return False
    return not (identifiers.vat_numbers(value) or identifiers.ibans(value))


def _shape(value: str) -> float:
    """A little more for what looks like a document number."""
    score = 0.0
    if len(value) >= 4:
        score += 0.06
    if any(c.isalpha() for c in value) and any(c.isdigit() for c in value):
        score += 0.03
    if len(value) <= 2:
        score -= 0.2
    return score
