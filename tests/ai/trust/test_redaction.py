"""Nothing personal stays, nothing else changes, and an answer gets back what was hidden."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trust.patterns import KINDS, own
from trust.redaction import Veil, redacted

ALL = [own(r"C-\d{6}", "customer"), *KINDS.values()]
SECRETS = [
    "BE71 0961 2345 6769", "DE89370400440532013000", "4111 1111 1111 1111", "a.b@example.org",
    "+32 2 555 01 99", "C-123456",
]  # fmt: skip
WORDS = ["Pay", "to", "[IBAN 1]", "[e-mail", "1]", "[", "]", "INV/2026/0001", "1,234.50", "né\n"]
TEXTS = st.lists(st.sampled_from(SECRETS + WORDS), max_size=20).map("; ".join)


@given(TEXTS)
def test_nothing_personal_stays(text):
    for result in (redacted(text, ALL), Veil(ALL, [text]).hide(text)):
        assert not any(secret in result for secret in SECRETS)


@given(st.lists(st.sampled_from(WORDS)).map("; ".join))
def test_nothing_else_changes(text):
    assert redacted(text, ALL) == text


@given(TEXTS)
def test_a_second_time_changes_nothing(text):
    once = redacted(text, ALL)
    assert redacted(once, ALL) == once


@given(st.lists(TEXTS | st.text(), max_size=4))
def test_what_was_hidden_comes_back(texts):
    veil = Veil(ALL, texts)
    hidden = [veil.hide(text) for text in texts]
    assert [veil.reveal(text) for text in hidden] == texts


@given(TEXTS, st.data())
def test_it_comes_back_however_it_is_cut(text, data):
    veil = Veil(ALL, [text])
    hidden = veil.hide(text)
    revealing = veil.revealing()
    told = ""
    while hidden:
        length = data.draw(st.integers(1, 12))
        told += revealing.hear(hidden[:length])
        hidden = hidden[length:]
    assert told + revealing.rest() == text


def test_one_value_has_one_mark():
    veil = Veil(ALL)
    assert veil.hide("a@example.org b@example.org a@example.org") == (
        "[e-mail 1] [e-mail 2] [e-mail 1]"
    )


def test_what_the_model_makes_up_is_left_alone():
    veil = Veil(ALL)
    veil.hide("a@example.org")
    assert veil.reveal("[e-mail 7] [IBAN 1] [e-mail 1") == "[e-mail 7] [IBAN 1] [e-mail 1"


def test_in_arguments():
    veil = Veil(ALL)
    arguments = {"to": ["a@example.org", 3], "more": {"iban": "BE71096123456769"}, "no": None}
    hidden = veil.hide_in(arguments)
    assert hidden == {"to": ["[e-mail 1]", 3], "more": {"iban": "[IBAN 1]"}, "no": None}
    assert veil.reveal_in(hidden) == arguments
