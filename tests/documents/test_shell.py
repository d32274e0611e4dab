"""The commands in a block of shell, as the docstring's examples have them."""

from __future__ import annotations

import doctest

from . import shell


def test_examples_in_docstrings():
    result = doctest.testmod(shell)
    assert result.attempted > 0
    assert result.failed == 0
