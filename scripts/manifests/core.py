"""What is known of Odoo's own addons without a checkout of Odoo."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from manifestoo_core.core_addons import get_core_addons, is_core_ce_addon
from manifestoo_core.odoo_series import OdooSeries

from manifests.series import SERIES

_SERIES = OdooSeries(SERIES)
# odoo/tools/config.py, DEFAULT_SERVER_WIDE_MODULES: loaded, whatever an addon depends on
SERVER_WIDE = frozenset({"base", "rpc", "web"})


@cache
def names() -> frozenset[str]:
    """Community and Enterprise."""
    return frozenset(get_core_addons(_SERIES))


@cache
def _holds_core(folder: Path) -> bool:
    return any((folder / name / "__manifest__.py").is_file() for name in ("base", "web"))


def is_core(path: Path) -> bool:
    """Whether the addon at ``path`` has the name of one of core's, and lies among them."""
    return path.name in names() and _holds_core(path.parent)


def license_of(name: str) -> str:
    """LGPL-3 for Community, OEEL-1 for Enterprise, empty for what is not core's."""
    if name not in names():
        return ""
    return "LGPL-3" if is_core_ce_addon(name, _SERIES) else "OEEL-1"
