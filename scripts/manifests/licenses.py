"""The licences that Odoo knows, and which may build upon which."""

from __future__ import annotations

LGPL, AGPL = "LGPL-3", "AGPL-3"
GPL2, GPL2_PLUS = "GPL-2", "GPL-2 or any later version"
GPL3, GPL3_PLUS = "GPL-3", "GPL-3 or any later version"
OSI = "Other OSI approved licence"
ENTERPRISE, PROPRIETARY, OTHER = "OEEL-1", "OPL-1", "Other proprietary"

# odoo/addons/base/models/ir_module.py, the selection of `license`
KNOWN = frozenset(
    {GPL2, GPL2_PLUS, GPL3, GPL3_PLUS, AGPL, LGPL, OSI, ENTERPRISE, PROPRIETARY, OTHER}
)
OPEN = frozenset({GPL2, GPL2_PLUS, GPL3, GPL3_PLUS, AGPL, LGPL, OSI})

_GPL3_FAMILY = frozenset({LGPL, GPL3, GPL3_PLUS, GPL2_PLUS, OSI})
# What an addon of the first licence may depend on. Its terms must allow it to be passed on under
# the terms of what it builds upon; an unnamed open licence is given the benefit of the doubt.
_MAY_DEPEND_ON = {
    LGPL: frozenset({LGPL, OSI}),
    OSI: frozenset({LGPL, OSI}),
    GPL2: frozenset({LGPL, GPL2, GPL2_PLUS, OSI}),
    GPL2_PLUS: _GPL3_FAMILY,
    GPL3: _GPL3_FAMILY,
    GPL3_PLUS: _GPL3_FAMILY,
    AGPL: _GPL3_FAMILY | {AGPL},
    ENTERPRISE: frozenset({LGPL, OSI, ENTERPRISE}),
    PROPRIETARY: frozenset({LGPL, OSI, ENTERPRISE, PROPRIETARY, OTHER}),
    OTHER: frozenset({LGPL, OSI, ENTERPRISE, PROPRIETARY, OTHER}),
}

# other names of the same licences: SPDX, older Odoo, everyday
_SAME = {
    "lgpl-3.0": LGPL, "lgpl-3.0-only": LGPL, "lgplv3": LGPL, "lgpl3": LGPL, "lgpl": LGPL,
    "agpl-3.0": AGPL, "agpl-3.0-only": AGPL, "agplv3": AGPL, "agpl3": AGPL, "agpl": AGPL,
    "gpl-3.0": GPL3, "gpl-3.0-only": GPL3, "gplv3": GPL3, "gpl3": GPL3,
    "gpl-3.0-or-later": GPL3_PLUS, "gpl-2.0": GPL2, "gpl-2.0-only": GPL2, "gplv2": GPL2,
    "gpl-2.0-or-later": GPL2_PLUS, "opl1": PROPRIETARY, "oeel1": ENTERPRISE,
    "other osi approved license": OSI,
    **{name.lower(): name for name in KNOWN},
}  # fmt: skip


def same(name: str) -> str:
    """Odoo's name for a licence that is written otherwise; empty if there is none.

    >>> same("lgpl-3.0"), same("MIT")
    ('LGPL-3', '')
    """
    return _SAME.get(name.strip().lower(), "")


def may_depend(license_: str, on: str) -> bool:
    """Whether an addon of one licence may depend on one of another. Unknown ones may."""
    if license_ not in KNOWN or on not in KNOWN:
        return True
    return on in _MAY_DEPEND_ON[license_]
