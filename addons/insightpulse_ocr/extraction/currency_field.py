"""The document's currency: what stands beside its amounts, else the country it comes from."""

from __future__ import annotations

from . import amounts, currencies
from .confidence import combine
from .document import TextLine
from .reading import Reading
from .result import Field


def find(reading: Reading) -> Field | None:
    beside: list[str] = []
    mentions: list[str] = []
    where: dict[str, TextLine] = {}
    for line in reading.document.lines:
        for amount in amounts.find(line.text, reading.decimal):
            if amount.currency and amount.decimals in (0, 2):
                beside.append(amount.currency)
                where.setdefault(amount.currency, line)
        for code, _, _ in currencies.mentioned(line.text):
            mentions.append(code)
            where.setdefault(code, line)
    code, certainty = currencies.decide(beside, mentions, reading.country, reading.hints.currency)
    if code is None:
        return None
    line = where.get(code) or where.get("$") or next(iter(reading.document.lines), None)
    if line is None:
        return None
    return Field(
        code, combine(line.confidence if code in where else 1.0, certainty), line.page, line.polygon
    )
