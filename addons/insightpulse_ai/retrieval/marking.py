"""The marks of ``context``, from wherever this package is imported: as a part of Odoo's addon, or
as ``retrieval`` beside ``context``, without Odoo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING or __name__ == "retrieval.marking":
    from context.marks import harmless, marked, shortened
else:
    from ..context.marks import harmless, marked, shortened

__all__ = ["harmless", "marked", "shortened"]
