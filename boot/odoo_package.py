"""Where Odoo itself is installed, without loading it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def addons_folders() -> list[Path]:
    """Odoo's own folders of addons, that of its package first; none where it cannot be found.

    A checkout keeps most of them beside the package (``addons_community_dir`` of Odoo's
    configuration), a distribution's package all of them inside.
    """
    spec = find_spec("odoo")
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(next(iter(spec.submodule_search_locations)))
    return [folder for folder in (package / "addons", package.parent / "addons") if folder.is_dir()]
