"""A key in the database opens with the right sealing key, for what it was sealed for, only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from providers.sealing import CannotOpen, is_sealed, new_sealing_key, seal, unseal

KEY = "sk-secret-of-the-tests"
PURPOSE = "https://api.openai.com/v1"
SEALING = new_sealing_key()
ADDON = Path(__file__).resolve().parents[2] / "addons" / "insightpulse_ai"


def test_there_and_back():
    sealed = seal(KEY, SEALING, PURPOSE)
    assert is_sealed(sealed)
    assert KEY not in sealed
    assert unseal(sealed, SEALING, PURPOSE) == KEY


def test_it_looks_otherwise_each_time():
    assert seal(KEY, SEALING, PURPOSE) != seal(KEY, SEALING, PURPOSE)


def changed(text: str, place: int) -> str:
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


SEALED = seal(KEY, SEALING, PURPOSE)


@pytest.mark.parametrize(
    ("sealed", "sealing_key", "purpose"),
    [
        (SEALED, new_sealing_key(), PURPOSE),
        (SEALED, "", PURPOSE),
        (SEALED, "not 32 bytes", PURPOSE),
        (SEALED, "ä", PURPOSE),
        (SEALED, SEALING, "https://evil.example/v1"),
        (SEALED, SEALING, ""),
        *[(changed(SEALED, place), SEALING, PURPOSE) for place in (9, 30, len(SEALED) - 6)],
        (SEALED[:20], SEALING, PURPOSE),
        ("sealed:1:", SEALING, PURPOSE),
        ("sealed:1:ä", SEALING, PURPOSE),
    ],
)
def test_what_does_not_open_is_one_error_that_tells_nothing(sealed, sealing_key, purpose):
    with pytest.raises(CannotOpen) as caught:
        unseal(sealed, sealing_key, purpose)
    assert KEY not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__cause__ is None


def test_nothing_is_sealed_without_a_sealing_key():
    for missing in ("", "short", "ä"):
        with pytest.raises(CannotOpen):
            seal(KEY, missing, PURPOSE)


def test_the_library_is_loaded_when_something_is_sealed():
    code = (
        "import sys, providers, providers.sealing as s; print('cryptography' in sys.modules);"
        "s.seal('x', s.new_sealing_key(), ''); print('cryptography' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ADDON), "PATH": ""},
    )  # fmt: skip
    assert done.stdout.split() == ["False", "True"]
