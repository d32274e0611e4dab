"""How Odoo reads an addon's version, and which migration folders it runs.

The rules are those of ``adapt_version`` and ``check_version`` in odoo/modules/module.py and of
``MigrationManager`` in odoo/modules/migration.py.
"""

from __future__ import annotations

import re

from manifests.series import SERIES

STYLE = re.compile(rf"{re.escape(SERIES)}\.\d+\.\d+\.\d+", re.ASCII)
_SHORT = re.compile(r"\d+\.\d+(\.\d+)?", re.ASCII)
_MIGRATION = re.compile(
    r"(?:(?:6\.1|[6-9]\.0|[1-9]\d+\.0|(?:7|8|9|10)\.saas~[1-9]\d*|saas~(?:1[1-9]|[2-9]\d+)\.[1-9])\.)?"
    r"\d+\.\d+(?:\.\d+)?",
    re.ASCII,
)


def stored(version: str) -> str:
    """The version as Odoo stores it, with the series in front of a short one.

    Raises ValueError where Odoo does.

    >>> stored("1.2"), stored("1.2.3"), stored("1.2.3.4")
    ('19.0.1.2', '19.0.1.2.3', '1.2.3.4')
    """
    parts = version.split(".")
    if not 2 <= len(parts) <= 5:
        raise ValueError(f"{version!r} has {len(parts)} parts, and Odoo takes 2 to 5")
    for part in parts:
        try:
            int(part)
        except ValueError:
            raise ValueError(f"{part!r} in {version!r} is no number") from None
    if len(parts) <= 3 and not version.startswith(SERIES):
        return f"{SERIES}.{version}"
    return version


def of_this_series(version: str) -> bool:
    """Whether Odoo keeps a module of this ``stored`` version installable."""
    return version.startswith(f"{SERIES}.")


def in_style(version: str) -> str:
    """``version`` as `19.0.x.y.z`, if that means the same to Odoo; else an empty string.

    >>> in_style("1.2.3"), in_style("1.2"), in_style("19.0.1.2"), in_style("18.0.1.0.0")
    ('19.0.1.2.3', '19.0.1.2.0', '19.0.1.2.0', '')
    """
    short = version.removeprefix(f"{SERIES}.")
    if not _SHORT.fullmatch(short) or (short == version and version.startswith(SERIES)):
        return ""
    return f"{SERIES}.{short}" if short.count(".") == 2 else f"{SERIES}.{short}.0"


def is_migration_folder(name: str) -> bool:
    """Whether Odoo takes the name for a version; of any other it logs a warning."""
    return _MIGRATION.fullmatch(name) is not None


def runs_later(folder: str, version: str) -> bool:
    """Whether the scripts in ``folder`` wait for a version newer than the ``stored`` ``version``.

    A folder without a series counts from the part of the version behind the series.

    >>> runs_later("1.1", "19.0.1.0.0"), runs_later("9.0.2.0", "19.0.1.0")
    (True, False)
    """
    if folder == "0.0.0" or "saas" in folder:
        return False
    if folder.count(".") > 2:
        return _key(folder) > _key(version)
    return _key(folder) > _key(version)[2:]


def _key(version: str) -> list[int]:
    key = [int(part) for part in version.split(".")]
    while key and key[-1] == 0:
        key.pop()
    return key
