"""The package as a whole: what it imports, and the examples in its docstrings."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import filling

from ..test_imports import HEAVY, run

NAMES = sorted(path.stem for path in Path(filling.__file__).parent.glob("[a-z]*.py"))


def test_importing_it_loads_nothing_heavy():
    code = "import sys, filling; print([name for name in sys.argv[1:] if name in sys.modules])"
    assert run(code, *HEAVY) == ["[]"]


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    module = importlib.import_module(f"filling.{name}")
    results = doctest.testmod(module)
    assert not results.failed
    assert results.attempted or ">>>" not in Path(module.__file__).read_text(encoding="utf-8")
