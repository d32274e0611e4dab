"""Whether a question asks for a text: what stands in it need not be looked up."""

from __future__ import annotations

from .folding import words

_VERBS = frozenset(
    word
    for verb in (
        "write", "rewrite", "compose", "translate", "rephrase", "reword", "proofread",
        "paraphrase",
        "écris", "écrire", "écrivez", "rédige", "rédiger", "rédigez", "traduis", "traduire",
        "traduisez", "reformule", "reformuler", "reformulez",
        "schreib", "schreibe", "schreiben", "verfasse", "verfassen", "formuliere", "formulieren",
        "übersetze", "übersetz", "übersetzen",
        "escribe", "escriba", "escribir", "redacta", "redacte", "redactar", "traduce", "traduzca",
        "traducir",
        "scrivi", "scrivere", "scriva", "traduci", "tradurre", "traduca",
        "escreve", "escreva", "escrever", "redige", "redija", "traduz", "traduza", "traduzir",
        "schrijf", "schrijven", "vertaal", "vertalen",
        "tulis", "tuliskan", "menulis", "terjemahkan", "napisz", "przetłumacz", "yaz", "çevir",
        "напиши", "напишите", "переведи", "переведите",
    )
    for word in words(verb)
)  # fmt: skip
_FIRST = frozenset({"draft", "summarise", "summarize", "shorten", "reply"})
"""Of these only at the beginning: there are draft invoices, too."""
_POLITE = frozenset({"please", "can", "could", "would", "will", "you", "now", "and", "then", "me"})
_SIGNS_WITHOUT_SPACES = (
    "写", "寫", "翻译", "翻譯", "翻訳", "訳して", "書いて", "번역", "써 줘", "써줘",
)  # fmt: skip


def asks_for_text(question: str) -> bool:
    """
    >>> asks_for_text("Could you draft a letter to Azure?"), asks_for_text("Show draft invoices")
    (True, False)
    >>> asks_for_text("Kannst du das ins Englische übersetzen?"), asks_for_text("What do they owe?")
    (True, False)
    """
    asked = words(question)
    first = next((word for word in asked if word not in _POLITE), "")
    return (
        first in _FIRST
        or not _VERBS.isdisjoint(asked)
        or any(sign in question for sign in _SIGNS_WITHOUT_SPACES)
    )
