"""Whether the folders of ODOO_ADDONS_PATH hold what Odoo is told to load.

Odoo passes over a folder that is not there, or holds no addon, with a warning at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

SERVER_WIDE = ("insightpulse_health", "insightpulse_platform", "queue_job", "session_db")
"""Those of ``server_wide_modules`` in odoo.conf.template that are not Odoo's own."""

_OF_THE_IMAGE = "/opt/insightpulse/addons:/opt/insightpulse/oca/odoo/addons"


def faults(folders: Sequence[str]) -> Iterator[str]:
    """A sentence with its remedy for each folder, and for what is in none of them."""
    for folder in map(Path, folders):
        if not folder.is_dir():
            yield f"ODOO_ADDONS_PATH: {str(folder)!r} is not a folder. Correct it, or leave it out."
        elif _is_addon(folder):
            yield (
                f"ODOO_ADDONS_PATH: {str(folder)!r} is an addon itself. Name the folder that it "
                f"lies in: {folder.parent}"
            )
        elif not any(map(_is_addon, folder.iterdir())):
            yield (
                f"ODOO_ADDONS_PATH: {str(folder)!r} holds no addon (NAME/__manifest__.py). Name "
                "the folder in which the addons' folders lie, or leave it out."
            )
    missing = [
        name for name in SERVER_WIDE if not any(_is_addon(Path(parent, name)) for parent in folders)
    ]
    if missing:
        yield (
            f"ODOO_ADDONS_PATH lacks {', '.join(missing)}, without which Odoo does not start. "
            f"Keep the folders of the image before yours: {_OF_THE_IMAGE}"
        )


def _is_addon(folder: Path) -> bool:
    return (folder / "__manifest__.py").is_file()
