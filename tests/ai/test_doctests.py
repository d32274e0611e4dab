"""The examples in the docstrings hold."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "providers.networks", "providers.secret", "providers.statuses",
        "retrieval.citing", "retrieval.cutting", "retrieval.embedding", "retrieval.fusion",
        "retrieval.languages", "retrieval.plain", "retrieval.spans",
    ],
)  # fmt: skip
def test_examples(name):
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted
    assert not results.failed
