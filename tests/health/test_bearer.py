"""The bearer token: compared in a time that tells nothing of it, by construction."""

from __future__ import annotations

import hmac
import importlib
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import checks

ADDON = Path(checks.__file__).parents[1]
RIGHT = "health-secret-of-tests"
PACKAGE = "health_without_odoo"


@pytest.fixture
def bearer(monkeypatch):
    """The addon's own file; only the setting, which is Odoo's to read, is played."""
    package = ModuleType(PACKAGE)
    package.__path__ = [str(ADDON)]
    package.settings = SimpleNamespace(token=lambda: RIGHT)
    monkeypatch.setitem(sys.modules, PACKAGE, package)
    yield importlib.import_module(f"{PACKAGE}.probes.bearer")
    for name in [name for name in sys.modules if name.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]


@pytest.fixture
def compared(bearer, monkeypatch) -> list[tuple[bytes, bytes]]:
    """What is given to the comparison of constant time, which needs equal lengths for that."""
    seen: list[tuple[bytes, bytes]] = []

    def compare_digest(one, other):
        seen.append((one, other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(bearer, "hmac", SimpleNamespace(compare_digest=compare_digest))
    return seen


WRONG = [
    "", " ", RIGHT[:-1], f"{RIGHT}x", f"x{RIGHT[1:]}", RIGHT.upper(), RIGHT * 1000, "é", "\udce9",
    "\0", f"{RIGHT}\0", f"{RIGHT},Bearer {RIGHT}",
]  # fmt: skip


@pytest.mark.parametrize("token", WRONG, ids=lambda token: ascii(token)[:30])
def test_a_wrong_token_is_compared_whole(bearer, compared, token):
    assert not bearer.is_right(token)
    [(given, right)] = compared
    assert (len(given), len(right)) == (32, 32)
    assert given != right
    assert RIGHT.encode() not in (given, right)


def test_the_right_one_is_compared_in_the_same_way(bearer, compared):
    assert bearer.is_right(RIGHT)
    [(given, right)] = compared
    assert (len(given), given) == (32, right)


@pytest.mark.parametrize("token", ["", RIGHT])
def test_where_none_is_set_none_is_right(bearer, compared, token, monkeypatch):
    monkeypatch.setattr(bearer, "settings", SimpleNamespace(token=lambda: ""))
    assert not bearer.is_right(token)
    assert len(compared) == 1


@pytest.mark.parametrize(
    ("header", "token"),
    [
        (f"Bearer {RIGHT}", RIGHT), (f"bearer  {RIGHT} ", RIGHT), ("Bearer ", ""), ("Bearer", ""),
        (f"Basic {RIGHT}", None), (RIGHT, None), ("", None), (None, None),
        (f"Bearer {RIGHT},Bearer {RIGHT}", f"{RIGHT},Bearer {RIGHT}"),
    ],
)  # fmt: skip
def test_what_a_request_gives(bearer, header, token):
    environ = {} if header is None else {"HTTP_AUTHORIZATION": header}
    assert bearer.given(environ) == token
