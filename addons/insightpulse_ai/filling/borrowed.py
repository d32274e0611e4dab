"""What is used of ``agents`` and ``context``, from wherever this package is imported: as a part of
Odoo's addon, or as ``filling`` beside them, without Odoo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING or __name__ == "filling.borrowed":
    from agents import Directory, Record, loose_json
    from agents.coerce import coerce
    from agents.folding import folded
    from agents.keys import match
    from agents.resolve import resolve
    from agents.schema import Schema, shown, told
    from agents.written import without_thoughts
    from context.marks import harmless, shortened
else:
    from ..agents import Directory, Record, loose_json
    from ..agents.coerce import coerce
    from ..agents.folding import folded
    from ..agents.keys import match
    from ..agents.resolve import resolve
    from ..agents.schema import Schema, shown, told
    from ..agents.written import without_thoughts
    from ..context.marks import harmless, shortened

__all__ = [
    "Directory",
    "Record",
    "Schema",
    "coerce",
    "folded",
    "harmless",
    "loose_json",
    "match",
    "resolve",
    "shortened",
    "shown",
    "told",
    "without_thoughts",
]
