"""A language of Odoo → the configuration of PostgreSQL's full-text search that knows its words."""

from __future__ import annotations

SIMPLE = "simple"
"""Words as they are: for a language that PostgreSQL does not know."""

CONFIGURATIONS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish",
    "nl": "dutch", "en": "english", "et": "estonian", "fi": "finnish", "fr": "french",
    "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nb": "norwegian",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip


def configuration(language: str) -> str:
    """
    >>> configuration("fr_BE"), configuration("ja_JP"), configuration("")
    ('french', 'simple', 'simple')
    """
    return CONFIGURATIONS.get(language.replace("@", "_").split("_")[0].lower(), SIMPLE)
