"""What is used of other folders, from wherever this package is imported: as a part of Odoo's addon,
or as ``checks`` beside ``checking``, without Odoo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING or __name__ == "checks.borrowed":
    from checking.check import FAIL, PASS, WARN, Away, Check, Context, Result
    from keeping.wording import shown
    from proc import ControlGroup, proportional, virtual_and_resident
else:
    from odoo.addons.insightpulse_platform.proc import (
        ControlGroup,
        proportional,
        virtual_and_resident,
    )

    from ..checking.check import FAIL, PASS, WARN, Away, Check, Context, Result
    from ..keeping.wording import shown

__all__ = [
    "FAIL",
    "PASS",
    "WARN",
    "Away",
    "Check",
    "Context",
    "ControlGroup",
    "Result",
    "proportional",
    "shown",
    "virtual_and_resident",
]
