"""The examples in the docstrings hold."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["networks", "secret", "statuses"])
def test_examples(name):
    results = doctest.testmod(importlib.import_module(f"providers.{name}"))
    assert results.attempted
    assert not results.failed
