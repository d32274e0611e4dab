"""The examples in the checks' docstrings."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import checks

MODULES = [f"checks.{module.name}" for module in pkgutil.iter_modules(checks.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    modules = map(importlib.import_module, MODULES)
    assert sum(doctest.testmod(module).attempted for module in modules) > 5
