"""Whether a visitor plainly asks for a person: no model is needed to hear that."""

from __future__ import annotations

import re

_WORDS = {
    "en": (
        r"(human|(real|live) (person|agent)|operator|representative|(staff|team) member)",
        r"(talk|speak|chat|write|connect|transfer|put)\b.{0,30}\b(human|person|someone|somebody|"
        r"operator|agent|employee|colleague|representative)",
    ),
    "fr": (
        r"((un |une )?(humain|vraie personne|opératrice|opérateur|conseillère|conseiller))",
        r"(parler|discuter|joindre)\b.{0,20}\b(humain|personne|quelqu.un|opérat\w+|conseill\w+)",
    ),
    "de": (
        r"((ein(en|er|e)? )?(mensch|menschen|mitarbeiter|mitarbeiterin|(echte|richtige) person))",
        r"(sprechen|reden|schreiben|verbinden)\b.{0,30}\b(mensch\w*|mitarbeiter\w*|jemand\w*)",
        r"(mensch\w*|mitarbeiter\w*|jemand\w*|person)\b.{0,20}\b(sprechen|reden|schreiben|"
        r"verbinden)",
    ),
    "es": (
        r"((un |una )?(humano|persona real|operador|operadora|agente))",
        r"(hablar|chatear)\b.{0,20}\b(humano|persona|alguien|operador\w*|agente)",
    ),
    "it": (
        r"((un |una )?(umano|persona vera|operatore|operatrice))",
        r"(parlare|chattare)\b.{0,20}\b(umano|persona|qualcuno|operatore|operatrice)",
    ),
    "nl": (
        r"((een )?(mens|medewerker|echt persoon))",
        r"(spreken|praten)\b.{0,20}\b(mens|medewerker|iemand|persoon)",
        r"(mens|medewerker|iemand|persoon)\b.{0,20}\b(spreken|praten)",
    ),
}  # fmt: skip
_ALONE = re.compile(
    rf"\W*(a |an |the )?(person|agent|someone|{'|'.join(words[0] for words in _WORDS.values())})"
    r"\W*(please|now|s.il vous plaît|bitte|por favor|per favore|alstublieft)?\W*"
)
_WITHIN = re.compile(
    rf"\b({'|'.join(phrase for words in _WORDS.values() for phrase in words[1:])})\b", re.DOTALL
)


def wants_person(text: str) -> bool:
    """
    >>> wants_person("Can I talk to a human?"), wants_person("A person, please!")
    (True, True)
    >>> wants_person("What is the price per person?")
    False
    """
    text = " ".join(text.lower().split())
    return bool(_ALONE.fullmatch(text) or _WITHIN.search(text))
