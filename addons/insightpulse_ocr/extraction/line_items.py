"""stub"""
from __future__ import annotations
from dataclasses import replace
from .reading import Reading
from .result import LineItem

def find(reading: Reading) -> tuple[LineItem, ...]:
    return ()

def positive(line: LineItem) -> LineItem:
    """The line of a credit note with its amount positive."""
    return replace(line, subtotal=line.subtotal.lstrip("-") if line.subtotal else line.subtotal)
