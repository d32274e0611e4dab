"""Names of companies, made comparable.

Two names are the same supplier when their words are the same, without case, accents and
punctuation. The legal form is compared on its own: "ACME" may be "ACME GmbH", but "ACME GmbH"
and "ACME AG" are two companies.
"""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORMS = {
    "gmbh": "gmbh",
    "gmbh co kg": "gmbh co kg",
    "gmbh und co kg": "gmbh co kg",
    "mbh": "gmbh",
    "ug": "ug",
    "ag": "ag",
    "kg": "kg",
    "ohg": "ohg",
    "ek": "ek",
    "e k": "ek",
    "ev": "ev",
    "se": "se",
    "sa": "sa",
    "s a": "sa",
    "sas": "sas",
    "s a s": "sas",
    "sarl": "sarl",
    "s a r l": "sarl",
    "sprl": "sprl",
    "srl": "srl",
    "s r l": "srl",
    "spa": "spa",
    "s p a": "spa",
    "sl": "sl",
    "s l": "sl",
    "slu": "sl",
    "lda": "lda",
    "ltda": "lda",
    "bv": "bv",
    "b v": "bv",
    "nv": "nv",
    "n v": "nv",
    "vof": "vof",
    "ltd": "ltd",
    "limited": "ltd",
    "plc": "plc",
    "llp": "llp",
    "llc": "llc",
    "l l c": "llc",
    "inc": "inc",
    "incorporated": "inc",
    "corp": "corp",
    "corporation": "corp",
    "pte ltd": "pte ltd",
    "sdn bhd": "sdn bhd",
    "bhd": "bhd",
    "pt": "pt",
    "cv": "cv",
    "tbk": "tbk",
    "ab": "ab",
    "as": "as",
    "a s": "as",
    "aps": "aps",
    "oy": "oy",
}
_LONGEST_FORM = max(len(form.split()) for form in _LEGAL_FORMS)
#: Forms that stand before the name ("PT Maju Jaya").
_LEADING_FORMS = {"pt", "cv"}


def words_of(name: str) -> list[str]:
    """The words of a name in lower case, without accents and punctuation; "&" is "und"/"and"."""
    text = unicodedata.normalize("NFKD", name.replace("ß", "ss").casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    return [word for word in re.split(r"[\W_]+", text) if word]


def split_legal_form(name: str) -> tuple[str, str]:
    """`"Müller & Söhne GmbH"` → `("muller sohne", "gmbh")`; the form is "" when there is none."""
    words = words_of(name)
    for size in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        form = _LEGAL_FORMS.get(" ".join(words[-size:]))
        if form:
            return " ".join(words[:-size]), form
    if len(words) > 1 and words[0] in _LEADING_FORMS:
        return " ".join(words[1:]), words[0]
    return " ".join(words), ""


def same_supplier(one: str, other: str) -> bool:
    """Whether two names certainly name the same company."""
    name, form = split_legal_form(one)
    other_name, other_form = split_legal_form(other)
    return (
        len(name) >= 3 and name == other_name and (form == other_form or not form or not other_form)
    )


def identical(one: str, other: str) -> bool:
    """Whether two names are equal including the legal form."""
    return bool(words_of(one)) and split_legal_form(one) == split_legal_form(other)


def search_patterns(name: str) -> list[str]:
    """SQL patterns (`_` is any letter) that find contacts which share a long word with `name`.

    Letters that can carry an accent match any letter: PostgreSQL's `unaccent` is not always
    there. What is found still has to be compared.
    """
    words = sorted((word for word in words_of(name) if len(word) > 2), key=len, reverse=True)
    patterns = []
    for word in words[:2]:
        pattern = re.sub("[aceinosuyz]", "_", word)
        # Of "_c_" everything is found: then only as it is written.
        patterns.append(pattern if len(pattern.replace("_", "")) >= 2 else word)
    return [f"%{pattern}%" for pattern in patterns]
