"""What is found, what is not, and which expressions are too dangerous to search for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.patterns import KINDS, MOST_OWN, Unsafe, own, own_lines

FOUND = {
    "IBAN": [
        ("BE71096123456769", "BE71096123456769"),
        ("BE71 0961 2345 6769", "BE71 0961 2345 6769"),
        ("iban: be71-0961-2345-6769.", "be71-0961-2345-6769"),
        ("Pay DE89 3704 0044 0532 0130 00 EUR now", "DE89 3704 0044 0532 0130 00"),
        ("GB29NWBK60161331926819 and", "GB29NWBK60161331926819"),
        ("MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"),
        ("NO93 8601 1117 947", "NO93 8601 1117 947"),
    ],
    "card": [
        ("4111111111111111", "4111111111111111"),
        ("card 4111 1111 1111 1111 exp 12/29", "4111 1111 1111 1111"),
        ("order 12 4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("3782-822463-10005", "3782-822463-10005"),
        ("5555 5555 5555 4444 77", "5555 5555 5555 4444"),
    ],
    "e-mail": [
        ("ask a.b+c@mail.example.org.", "a.b+c@mail.example.org"),
        ("<jürgen@exämple.de>", "jürgen@exämple.de"),
    ],
    "phone": [
        ("+32 2 555 01 99", "+32 2 555 01 99"),
        ("tel. +1 (555) 123-4567!", "+1 (555) 123-4567"),
        ("+3225550199", "+3225550199"),
        ("0171 5550199", "0171 5550199"),
        ("(02) 555 01 99", "(02) 555 01 99"),
        ("call (555) 123-4567", "(555) 123-4567"),
        ("0032 2 555 01 99", "0032 2 555 01 99"),
    ],
}
NOT_FOUND = {
    "IBAN": ["BE72096123456769", "INV/2026/0001", "AB12 is a short one", "XBE71096123456769"],
    "card": ["4111111111111112", "1234567890123", "0000 0000 0000 0000", "EAN 4006381333932"],
    "e-mail": ["a@b", "@home", "one at example.org"],
    "phone": [
        "01/02/2026", "2026-01-02", "1,234.50", "0.123456789", "INV/2026/000123", "00012345",
        "total 1200.00", "2026-01-02 10:00",
    ],
}  # fmt: skip


def found(kind, text):
    return [text[start:end] for start, end in KINDS[kind].find(text)]


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [(kind, text, what) for kind, cases in FOUND.items() for text, what in cases],
)
def test_found(kind, text, what):
    assert found(kind, text) == [what]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in NOT_FOUND.items() for text in texts]
)
def test_not_found(kind, text):
    assert found(kind, text) == []


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(alphabet="aA0 1-+@.()/[]BE\u00a0é", max_size=300))
def test_spans_are_in_order_and_apart(kind, text):
    end = 0
    for start, stop in KINDS[kind].find(text):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit", ["1 ", "1", "+1", "a.", "a@", "BE71 ", "(0", "0-", "aa00a", "-"])
def test_a_long_text_takes_no_longer_than_its_length(kind, unit):
    """Where each place looked at all others, this would not end."""
    text = unit * (50_000 // len(unit))
    assert all(start < end for start, end in KINDS[kind].find(text))


@pytest.mark.parametrize(
    ("expression", "text", "what"),
    [
        (r"C-\d{6}", "customer C-123456", ["C-123456"]),
        (r"\b\d{3}-\d{2}-\d{4}\b", "078-05-1120 or 1078-05-1120", ["078-05-1120"]),
        (r"(?i)project (?:blue|red)", "Project Blue", ["Project Blue"]),
        (r"[A-Z]{2,3}[0-9]{5,10}", "AB12345", ["AB12345"]),
        (r"(?<=id )\w{4}", "id abcd", ["abcd"]),
    ],
)
def test_own_expressions(expression, text, what):
    assert [text[start:end] for start, end in own(expression).find(text)] == what


@pytest.mark.parametrize(
    "expression",
    [
        "(a+)+b", "(a|a)*b", "a*a*a*b", r"\d+", r"(\d{1,20}){1,20}x", r"(?:a|b|ab){1,50}c",
        r"(x)\1{2,3}", ".{0,300}xyz", "(a?){30}a{30}", "(?:a{0,40}){3}bbb", "a{1,100000}",
    ],
)  # fmt: skip
def test_what_could_take_for_ever_is_refused(expression):
    with pytest.raises(Unsafe, match="too many ways"):
        own(expression)


@pytest.mark.parametrize(
    ("expression", "words"),
    [("(", "not a regular"), ("[", "not a regular"), ("a", "nearly"), ("(?:abc)?", "nearly"),
     ("", "nearly"), ("a{99999999999999999999}", "not a regular")],
)  # fmt: skip
def test_what_is_none_or_finds_everything_is_refused(expression, words):
    with pytest.raises(Unsafe, match=words):
        own(expression)


ATOMS = st.sampled_from(["a", "b", "[ab]", ".", r"\d", r"\w"])


def longer(inner):
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: f"(?:{'|'.join(some)})"),
        st.tuples(inner, st.integers(0, 9), st.integers(0, 9)).map(
            lambda found: f"(?:{found[0]}){{{found[1]},{found[1] + found[2]}}}"
        ),
    )


@given(st.recursive(ATOMS, longer, max_leaves=8))
def test_whatever_is_accepted_ends(expression):
    """The worst texts for such: nearly a match, everywhere."""
    try:
        kind = own(f"{expression}abcX")
    except Unsafe:
        return
    for text in ("ab" * 1000, "a" * 2000):
        assert list(kind.find(text)) == []  # no X in it: every way is tried


def test_lines():
    kinds = own_lines("customer: C-\\d{6}\n\n  matter : M:\\d{4}\n")
    assert [kind.name for kind in kinds] == ["customer", "matter"]
    for text, words in [
        ("C-\\d{6}", "a name and an expression"),
        ("a]b: xyz", "a name and an expression"),
        ("x: (", "not a regular"),
        ("x: abc\n" * (MOST_OWN + 1), "at most"),
    ]:
        with pytest.raises(Unsafe, match=re.escape(words)):
            own_lines(text)
