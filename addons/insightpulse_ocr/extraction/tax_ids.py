"""The supplier's VAT number and IBAN: valid check digits first, never the buyer's."""

from __future__ import annotations

from . import identifiers, labels
from .confidence import BY_PLACE, LABELLED, PROVEN, WEAKLY_LABELLED, combine
from .document import TextLine
from .identifiers import Identifier
from .parties import Parties
from .reading import Reading
from .result import Field


def find(reading: Reading, parties: Parties) -> dict[str, Field]:
    """`supplier_vat` and `supplier_iban` where found."""
    fields: dict[str, Field] = {}
    if vat := _vat(reading, parties):
        fields["supplier_vat"] = vat
    if iban := _iban(reading, parties):
        fields["supplier_iban"] = iban
    return fields


def _vat(reading: Reading, parties: Parties) -> Field | None:
    own = reading.hints.company_vat
    best: tuple[float, Identifier, TextLine] | None = None
    for index, row in enumerate(reading.rows):
        for position, cell in enumerate(row.cells):
            hits = list(labels.find(cell.text))
            labelled = [h for h in hits if "vat_id" in h.concepts]
            before = row.cells[position - 1] if position else None
            before_hits = labels.find(before.text) if before else ()
            beside = [h for h in before_hits if "vat_id" in h.concepts]
            candidates = list(identifiers.vat_numbers(cell.text))
            if labelled and not candidates:
                start = labelled[0].end
                candidates = identifiers.local_numbers(cell.text[start : start + 40])[:1]
            elif beside and not candidates and len(cell.text) < 30:
                candidates = identifiers.local_numbers(cell.text)[:1]
            for candidate in candidates:
                if identifiers.same_number(candidate.value, own):
                    continue
                if any(i.start <= candidate.start < i.end for i in identifiers.ibans(cell.text)):
                    continue
                score = 1.0 if candidate.valid else 0.3
                if labelled or beside:
                    score += 1.0
                elif not candidate.valid:
                    continue
                if parties.is_buyer(cell) or _buyers(hits) or _buyers(before_hits):
                    score -= 3.0
                if parties.is_seller(cell):
                    score += 1.0
                score += 0.3 * (index < 12) - 0.001 * index
                if best is None or score > best[0]:
                    best = (score, candidate, cell)
    if best is None or best[0] < -0.5:
        return None
    score, candidate, cell = best
    certainty = (
        PROVEN
        if candidate.valid and score >= 1.9
        else LABELLED
        if score >= 1.9
        else WEAKLY_LABELLED
    )
    if score < 1.0:
        certainty = BY_PLACE
    value = identifiers.international(candidate)
    return Field(value, combine(cell.confidence, certainty), cell.page, cell.polygon)


def _buyers(hits) -> bool:
    return any(
        hit.concepts & {"buyer", "delivery"} and "vat_id" not in hit.concepts for hit in hits
    )


def _iban(reading: Reading, parties: Parties) -> Field | None:
    best: tuple[float, Identifier, TextLine] | None = None
    for row in reading.rows:
        for position, cell in enumerate(row.cells):
            found = identifiers.ibans(cell.text)
            labelled = any("iban" in h.concepts for h in labels.find(cell.text)) or (
                position > 0
                and any("iban" in h.concepts for h in labels.find(row.cells[position - 1].text))
            )
            for candidate in found:
                if not candidate.valid and not labelled:
                    continue
                score = (2.0 if candidate.valid else 0.5) + (1.0 if labelled else 0.0)
                if parties.is_buyer(cell):
                    score -= 1.5
                if best is None or score > best[0]:
                    best = (score, candidate, cell)
    if best is None or best[0] < 0:
        return None
    score, candidate, cell = best
    certainty = PROVEN if candidate.valid else BY_PLACE
    return Field(candidate.value, combine(cell.confidence, certainty), cell.page, cell.polygon)
