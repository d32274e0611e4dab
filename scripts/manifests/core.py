"""What is known of Odoo's own addons without a checkout of Odoo."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from manifests.series import SERIES

# odoo/tools/config.py, DEFAULT_SERVER_WIDE_MODULES: loaded, whatever an addon depends on
SERVER_WIDE = frozenset({"base", "rpc", "web"})


@cache
def _listed(edition: str) -> frozenset[str]:
    """The addons in one of manifestoo_core's lists: `c`ommunity or `e`nterprise.

    Its own functions read the same file, but take longer to import than all of our rules.
    """
    package = find_spec("manifestoo_core")
    assert package
    assert package.origin
    file = Path(package.origin).parent / "core_addons" / f"addons-{SERIES}-{edition}.txt"
    lines = file.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if not line.startswith("#"))


@cache
def names() -> frozenset[str]:
    """Community and Enterprise."""
    return _listed("c") | _listed("e")


@cache
def _holds_core(folder: Path) -> bool:
    return any((folder / name / "__manifest__.py").is_file() for name in ("base", "web"))


@cache
def is_core(path: Path) -> bool:
    """Whether the addon at ``path`` has the name of one of core's, and lies among them."""
    return path.name in names() and _holds_core(path.parent)


def license_of(name: str) -> str:
    """LGPL-3 for Community, OEEL-1 for Enterprise, empty for what is not core's."""
    if name not in names():
        return ""
    return "LGPL-3" if name in _listed("c") else "OEEL-1"
