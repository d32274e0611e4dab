"""VAT numbers, IBANs and company registrations, with their check digits (python-stdnum).

stdnum's country modules are imported when first needed: the package itself imports in milliseconds.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import lru_cache

# EU (and neighbours') VAT numbers as printed with their country prefix: prefix → body.
_BODIES = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}",
    "DE": r"\d{9}", "DK": r"\d{8}", "EE": r"\d{9}", "EL": r"\d{9}", "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}", "FR": r"[A-Z0-9]{2}\d{9}", "HR": r"\d{11}", "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9]\d{5}[A-Z]{1,2}", "IT": r"\d{11}", "LT": r"(?:\d{12}|\d{9})", "LU": r"\d{8}",
    "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "PL": r"\d{10}", "PT": r"\d{9}",
    "RO": r"\d{2,10}", "SE": r"\d{12}", "SI": r"\d{8}", "SK": r"\d{10}",
    "GB": r"(?:\d{12}|\d{9})", "XI": r"\d{9}", "CHE": r"\d{9}(?:MWST|TVA|IVA)?", "NO": r"\d{9}MVA",
}  # fmt: skip
_PREFIX = re.compile(
    r"(?<![A-Za-z0-9])(?P<prefix>" + "|".join(sorted(_BODIES, key=len, reverse=True)) + r")"
    r"(?P<body>(?:[ .\-/]{0,2}[A-Z0-9]){2,16})(?![A-Za-z0-9])"
)
_COMPILED = {prefix: re.compile(body + r"$") for prefix, body in _BODIES.items()}

# What a number without prefix must look like to follow a label of its country.
LOCAL = (
    ("ES", re.compile(
        r"(?<![A-Z0-9])(?:[A-HJNP-SUVW][-. ]?\d{7}[-. ]?[0-9A-J]|\d{8}[-. ]?[A-Z]|"
        r"[XYZ][-. ]?\d{7}[-. ]?[A-Z])(?![A-Z0-9])"
    )),
    ("IT", re.compile(r"(?<!\d)\d{11}(?!\d)")),
    ("PT", re.compile(r"(?<!\d)[1-9]\d{2} ?\d{3} ?\d{3}(?!\d)")),
    ("ID", re.compile(r"(?<!\d)\d{2}\.?\d{3}\.?\d{3}\.?\d[-. ]?\d{3}\.?\d{3}(?!\d)")),
    ("MY", re.compile(r"(?<![A-Z0-9])(?:00\d{10}|[A-Z]\d{2}-\d{4}-\d{8})(?!\d)")),
    ("BE", re.compile(r"(?<!\d)[01]\d{3}[. ]?\d{3}[. ]?\d{3}(?!\d)")),
    ("BR", re.compile(r"(?<!\d)\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}(?!\d)")),
    ("GB", re.compile(r"(?<!\d)\d{3} ?\d{4} ?\d{2}(?!\d)")),
    ("US", re.compile(r"(?<!\d)\d{2}-\d{7}(?!\d)")),
    ("SG", re.compile(r"(?<![A-Z0-9])(?:M[2-9]-?\d{7}-?[A-Z0-9]|(?:19|20)\d{7}[A-Z])(?![A-Z0-9])")),
    ("AU", re.compile(r"(?<!\d)\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\d)")),
)  # fmt: skip

_MODULES = {
    "AT": "at.uid", "BE": "be.vat", "DE": "de.vat", "ES": "es.nif", "FR": "fr.tva",
    "IT": "it.iva", "NL": "nl.btw", "PT": "pt.nif", "GB": "gb.vat", "ID": "id.npwp",
    "BR": "br.cnpj", "AU": "au.abn", "PL": "pl.nip", "SE": "se.vat", "DK": "dk.cvr",
    "FI": "fi.alv", "LU": "lu.tva", "IE": "ie.vat", "CZ": "cz.dic", "HU": "hu.anum",
    "RO": "ro.cf", "SK": "sk.dph", "SI": "si.ddv", "HR": "hr.oib", "EL": "gr.vat", "BG": "bg.vat",
    "CY": "cy.vat", "EE": "ee.kmkr", "LT": "lt.pvm", "LV": "lv.pvn", "MT": "mt.vat",
    "CHE": "ch.vat", "NO": "no.mva", "SG": "sg.uen", "US": "us.ein",
}  # fmt: skip

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[ .]?\d{2}(?:[ .]?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_IBAN_LENGTH = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 17, "HU": 28, "IE": 22, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "AE": 23, "SA": 24, "TR": 26,
    "BR": 29,
}  # fmt: skip
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8"})


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number at characters start:end, without blanks. valid: its check digits are right."""

    value: str
    country: str
    start: int
    end: int
    valid: bool


@lru_cache(maxsize=4096)
def vat_numbers(text: str) -> tuple[Identifier, ...]:
    """VAT numbers printed with their country prefix."""
    found = []
    for match in _PREFIX.finditer(text.upper()[:240]):
        prefix = match["prefix"]
        body = re.sub(r"[^A-Z0-9]", "", match["body"])
        if not _COMPILED[prefix].match(body):
            body = _shorten(prefix, body)
            if body is None:
                continue
        country = {"EL": "GR", "CHE": "CH", "XI": "GB"}.get(prefix, prefix)
        value = prefix + body
        found.append(Identifier(value, country, match.start(), match.end(), _valid(prefix, value)))
    return tuple(found)


def _shorten(prefix: str, body: str) -> str | None:
    """The longest beginning of `body` that is a VAT body: text may follow without a break."""
    for length in range(len(body) - 1, 3, -1):
        if _COMPILED[prefix].match(body[:length]):
            return body[:length]
    translated = body.translate(_DIGITS)
    if prefix in ("DE", "DK", "IT", "PT", "FI", "LU", "SI") and _COMPILED[prefix].match(translated):
        return translated
    return None


def local_numbers(text: str) -> list[Identifier]:
    """Tax numbers without prefix; ask only behind a label that says it is one."""
    found = []
    upper = text.upper()
    for country, pattern in LOCAL:
        for match in pattern.finditer(upper):
            value = re.sub(r"[^A-Z0-9]", "", match.group())
            if country == "MY":
                value = match.group()
            valid = country == "MY" or _valid(country, value)
            found.append(Identifier(value, country, match.start(), match.end(), valid))
    found.sort(key=lambda identifier: (not identifier.valid, identifier.start))
    return found


def international(identifier: Identifier) -> str:
    """With the country prefix under which the EU and the United Kingdom know the number."""
    prefix = {"GR": "EL"}.get(identifier.country, identifier.country)
    if not identifier.valid or prefix not in _BODIES or identifier.value.startswith(prefix):
        return identifier.value
    return prefix + identifier.value


@lru_cache(maxsize=1024)
def ibans(text: str) -> tuple[Identifier, ...]:
    """IBANs; one with wrong check digits is kept only at the length of its country."""
    found = []
    for match in _IBAN.finditer(text.upper()[:240]):
        raw = re.sub(r"[^A-Z0-9]", "", match.group())
        length = _IBAN_LENGTH.get(raw[:2])
        if length is None or len(raw) < length:
            if length is None or len(raw) + 2 < length:
                continue
            value = raw
        else:
            value = raw[:length]
        valid = iban_valid(value)
        if not valid and raw[:2] in ("DE", "AT", "ES", "BE", "PT", "PL", "CH"):
            repaired = value[:2] + value[2:].translate(_DIGITS)
            if iban_valid(repaired):
                value, valid = repaired, True
        found.append(Identifier(value, value[:2], match.start(), match.end(), valid))
    return tuple(found)


def iban_valid(value: str) -> bool:
    """ISO 13616: the number modulo 97 is 1."""
    if not 15 <= len(value) <= 34 or not value.isascii() or not value.isalnum():
        return False
    digits = "".join(str(int(c, 36)) for c in value[4:] + value[:4])
    return int(digits) % 97 == 1


@lru_cache(maxsize=512)
def _valid(prefix: str, value: str) -> bool:
    module = _MODULES.get(prefix)
    if module is None:
        return False
    try:
        return bool(importlib.import_module(f"stdnum.{module}").is_valid(value))
    except Exception:  # a stdnum without this country, or one that chokes: unproven, not wrong
        return False


def same_number(a: str | None, b: str | None) -> bool:
    """Are two VAT numbers the same but for blanks, punctuation and the country prefix?"""
    if not a or not b:
        return False
    a, b = (re.sub(r"[^A-Z0-9]", "", v.upper()) for v in (a, b))
    return a == b or (len(a) > 6 and len(b) > 6 and (a[2:] == b or a == b[2:]))
