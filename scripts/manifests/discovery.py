"""From paths to addons."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path

from manifests import manifest
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.distributions import normalized

_OLD_MANIFESTS = ("__openerp__.py", "__terp__.py")
_PARTS_OF_AN_ADDON = ("models", "views", "security", "data", "controllers", "wizard", "wizards")
_REQUIREMENT = re.compile(r"^[ \t]*([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)
_ADDON_DISTRIBUTION = re.compile(r"^odoo-addon-([\w-]+)", re.MULTILINE)
_MISSING = manifest.Unreadable("missing", "there is none")
_NOT_ADDONS = frozenset({"setup", "__pycache__", "node_modules"})


class NothingToCheck(Exception):
    """A path does not exist, or holds no addon: the message says which."""


def find(paths: Sequence[Path], beside: Iterable[Path] = ()) -> Addons:
    """The addons at ``paths``, each an addon or a folder of addons, with those ``beside`` them.

    Known, but not checked, are the siblings of an addon, the addons in ``beside``, and those in
    `addons` and `oca` of the same checkout. Raises NothingToCheck.
    """
    checked: dict[Path, Addon] = {}
    for path in paths:
        checked.update((addon.path, addon) for addon in _at(path))
    folders = dict.fromkeys(addon.path.parent for addon in checked.values())
    around = {
        addon.path: addon
        for folder in dict.fromkeys((*folders, *beside, *_of_checkouts(folders)))
        for addon in _in_folder(folder, but=checked)
    }
    requirements = {folder: _requirements(folder) for folder in folders}
    return Addons(
        list(checked.values()),
        list(around.values()),
        locked=_locked(folders),
        requirements=requirements,
    )


def _at(path: Path) -> list[Addon]:
    if path.name == manifest.FILE and not path.is_dir():
        path = path.parent
    if not path.is_dir():
        raise NothingToCheck(f"{path}: there is no such folder")
    if addon := _addon(path):
        return [addon]
    if found := list(_in_folder(path)):
        return found
    raise NothingToCheck(f"{path}: this is neither an addon nor a folder of addons")


def _in_folder(folder: Path, but: Container[Path] = ()) -> Iterator[Addon]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths:
        if path.name not in _NOT_ADDONS and not path.name.startswith(".") and path not in but:
            try:
                if path.is_dir() and (addon := _addon(path)):
                    yield addon
            except OSError:
                continue


def _addon(path: Path) -> Addon | None:
    """The addon in a folder; None when it is none, and was not meant to be one."""
    if path.name in ("", ".."):  # `.` and its like: the name of an addon is its folder's
        path = path.resolve()
    file = path / manifest.FILE
    if file.is_file() or file.is_symlink():
        return Addon(path, manifest.read(file))
    for name in _OLD_MANIFESTS:
        if (path / name).is_file():
            return Addon(path, manifest.Manifest(path / name, unreadable=_MISSING))
    code = path / "__init__.py"
    if code.is_file() and any((path / part).is_dir() for part in _PARTS_OF_AN_ADDON):
        return Addon(path, manifest.Manifest(code, unreadable=_MISSING))
    return None


def _above(folder: Path) -> Iterator[Path]:
    """``folder`` and what is above it, up to the root of its checkout; else one level."""
    folder = folder.resolve()
    levels = [folder, *folder.parents]
    root = next((i for i, level in enumerate(levels) if (level / ".git").exists()), 1)
    return iter(levels[: root + 1])


def _of_checkouts(folders: Iterable[Path]) -> Iterator[Path]:
    """The usual folders of addons in the checkouts that ``folders`` are in, by other names too."""
    resolved = {folder.resolve() for folder in folders}
    roots = dict.fromkeys(
        level for folder in folders for level in _above(folder) if (level / ".git").exists()
    )
    for root in roots:
        for folder in (root / "addons", root / "oca" / "odoo" / "addons"):
            if folder.resolve() not in resolved:
                yield folder


def _requirements(folder: Path) -> frozenset[str]:
    """The distributions in the requirements.txt of ``folder`` and above."""
    return frozenset(
        normalized(name)
        for level in _above(folder)
        for name in _REQUIREMENT.findall(_text(level / "requirements.txt"))
    )


def _locked(folders: Iterable[Path]) -> set[str]:
    """The addons that a requirements.txt above, or one in `oca` there, installs."""
    return {
        name.replace("-", "_")
        for folder in folders
        for level in _above(folder)
        for file in (level / "requirements.txt", level / "oca" / "requirements.txt")
        for name in _ADDON_DISTRIBUTION.findall(_text(file))
    }


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
