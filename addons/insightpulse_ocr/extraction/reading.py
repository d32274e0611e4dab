"""What every later stage shares: the rows of all pages, and the document's language and country."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from . import amounts, currencies, dates, identifiers, labels
from .document import Document, TextLine
from .hints import Hints
from .layout import Row, rows, straighten
from .vocabulary import LANGUAGES

_LANGUAGE_COUNTRY = {
    "de": "DE",
    "fr": "FR",
    "es": "ES",
    "it": "IT",
    "nl": "NL",
    "id": "ID",
    "ms": "MY",
}

# Words that name a country by themselves; matched on whole words of lower-case text.
_COUNTRY_WORDS = {
    "MY": (
        r"malaysia|sdn\.? ?bhd|s/b|jalan|jln|taman|kuala lumpur|"
        r"selangor|johor|gst reg|gst id|ringgit|petaling jaya|penang|pulau pinang"
    ),
    "SG": r"singapore|pte\.? ltd",
    "ID": r"indonesia|jakarta|surabaya|bandung|pt\.? [a-z]+|npwp|ppn",
    "DE": r"deutschland|germany|allemagne|ust-?id|gmbh|münchen|berlin|hamburg",
    "AT": r"österreich|austria|wien|vienna",
    "CH": r"schweiz|suisse|svizzera|switzerland|zürich|genève",
    "FR": r"france|frankreich|sarl|siret|siren|paris|lyon|cedex",
    "BE": r"belgië|belgique|belgium|bruxelles|brussel|antwerpen|bvba",
    "NL": r"nederland|netherlands|kvk|amsterdam|rotterdam|utrecht|btw-nummer",
    "ES": r"españa|spain|madrid|barcelona|valencia|sevilla|s\.l\.u?\.?|cif|nif",
    "IT": r"italia|italy|milano|roma|torino|s\.r\.l\.?|p\.? ?iva|partita iva",
    "PT": r"portugal|lisboa|porto|lda\.?|contribuinte",
    "BR": r"brasil|brazil|são paulo|rio de janeiro|cnpj|ltda",
    "GB": r"united kingdom|england|scotland|wales|london|manchester|birmingham|vat reg",
    "US": r"usa|united states|new york|california|texas|inc\.|llc",
    "IE": r"ireland|dublin",
    "AU": r"australia|sydney|melbourne|abn|pty",
}  # fmt: skip
_COUNTRY_PATTERNS = {
    code: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for code, pattern in _COUNTRY_WORDS.items()
}


@dataclass
class Reading:
    """A document ready for the stages; computed once, never changed."""

    document: Document
    hints: Hints
    rows: list[Row]
    decimal: str
    language: str
    country: str | None
    month_first: bool = False
    rows_of_page: dict[int, list[Row]] = field(default_factory=dict)

    def amounts(self, text: str) -> tuple[amounts.Amount, ...]:
        """Numbers of a text that are neither part of a date nor of a time."""
        found = amounts.find(text, self.decimal)
        if not found:
            return ()
        spans = [(f.start, f.end) for f in dates.find(text)]
        return tuple(a for a in found if not any(s < a.end and a.start < e for s, e in spans))


def read(document: Document, hints: Hints) -> Reading:
    """Straighten, arrange and characterise a document."""
    document = straighten(document)
    rows_of_page: dict[int, list[Row]] = {}
    for page in document.pages:
        rows_of_page.setdefault(page.number, []).extend(rows(page))
    all_rows = [row for page_rows in rows_of_page.values() for row in page_rows]
    texts = [line.text for line in document.lines]
    language = detect_language(texts)
    country = detect_country(texts, language, hints)
    reading = Reading(
        document=document,
        hints=hints,
        rows=all_rows,
        decimal=amounts.decimal_sign(texts),
        language=language,
        country=country,
        rows_of_page=rows_of_page,
    )
    reading.month_first = _month_first(texts, country, language)
    return reading


def detect_language(texts: list[str]) -> str:
    """The language whose vocabulary the page uses most; phrases of one language count most."""
    votes: Counter[str] = Counter()
    for text in texts:
        for hit in labels.find(text):
            owners = _OWNERS.get(hit.phrase, ())
            for owner in owners:
                votes[owner] += (len(hit.phrase) ** 0.5) / len(owners)
    if not votes:
        return "en"
    best, score = votes.most_common(1)[0]
    if best == "ms" or (best != "en" and votes["en"] >= 0.95 * score):
        return "en" if votes["en"] >= 0.3 * score else best
    return best


_OWNERS: dict[str, tuple[str, ...]] = {}
for _code, _labels in LANGUAGES.items():
    for _phrases in _labels.values():
        for _phrase in _phrases:
            if _code not in _OWNERS.get(_phrase, ()):
                _OWNERS[_phrase] = (*_OWNERS.get(_phrase, ()), _code)


def detect_country(texts: list[str], language: str, hints: Hints) -> str | None:
    """Where the document comes from: VAT and IBAN prefixes, telling words, then the language."""
    votes: Counter[str] = Counter()
    for text in texts:
        for vat in identifiers.vat_numbers(text):
            if not identifiers.same_number(vat.value, hints.company_vat):
                votes[vat.country] += 4 if vat.valid else 2
        for iban in identifiers.ibans(text):
            votes[iban.country] += 4 if iban.valid else 0
        lowered = text.lower()
        for code, pattern in _COUNTRY_PATTERNS.items():
            if pattern.search(lowered):
                votes[code] += 1
        for code, _, _ in currencies.mentioned(text):
            if code == "MYR":
                votes["MY"] += 1
            elif code == "GBP":
                votes["GB"] += 1
            elif code == "CHF":
                votes["CH"] += 1
            elif code == "IDR":
                votes["ID"] += 1
    if votes:
        best, score = votes.most_common(1)[0]
        if score >= 2 or best == _LANGUAGE_COUNTRY.get(language):
            return best
    if language in _LANGUAGE_COUNTRY:
        return _LANGUAGE_COUNTRY[language]
    if votes:
        return votes.most_common(1)[0][0]
    return hints.country_code


def _month_first(texts: list[str], country: str | None, language: str) -> bool:
    month = sum(dates.only_month_first(text) for text in texts)
    day = sum(dates.only_day_first(text) for text in texts)
    if month != day:
        return month > day
    if country:
        return language == "en" and country in dates.MONTH_FIRST_COUNTRIES
    return False


def line_label(line: TextLine, *concepts: str) -> labels.Hit | None:
    """The first label of these concepts in a line."""
    for hit in labels.find(line.text):
        if hit.concepts.intersection(concepts):
            return hit
    return None
