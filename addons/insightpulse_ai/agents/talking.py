"""The providers' words, from wherever this package is imported: as a part of Odoo's addon, or as
``agents`` beside ``providers``, without Odoo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING or __name__ == "agents.talking":
    from providers import Call, Called, Cancel, Deadline, Delta, Finished, Message, Provider
    from providers import Tool as Offered
else:
    from ..providers import Call, Called, Cancel, Deadline, Delta, Finished, Message, Provider
    from ..providers import Tool as Offered

__all__ = [
    "Call",
    "Called",
    "Cancel",
    "Deadline",
    "Delta",
    "Finished",
    "Message",
    "Offered",
    "Provider",
]
