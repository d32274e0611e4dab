"""The commands in ``assets``, as odoo/addons/base/models/ir_asset.py takes them apart."""

from __future__ import annotations

import ast
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from manifests.addon import Addon

WITH_TARGET = ("after", "before", "replace")
WITHOUT_TARGET = ("append", "prepend", "remove", "include")
EXTENSIONS = ("js", "css", "scss", "sass", "less", "xml")


class Command(NamedTuple):
    """One entry of a bundle. ``error`` says why Odoo could not take it apart."""

    bundle: str
    directive: str
    target: str
    path: str
    node: ast.expr
    error: str = ""

    @property
    def paths(self) -> list[str]:
        """The files or patterns that it names; none for an included bundle."""
        if self.error or self.directive == "include":
            return []
        return [path for path in (self.target, self.path) if path]


@cache
def commands(addon: Addon) -> list[Command]:
    return [
        _command(bundle, node)
        for bundle, entries in addon.manifest.mapping("assets")
        if isinstance(entries, (ast.List, ast.Tuple, ast.Set))
        for node in entries.elts
    ]


def _command(bundle: str, node: ast.expr) -> Command:
    value = ast.literal_eval(node)
    parts = value if isinstance(value, (tuple, list)) else [value]
    if any(isinstance(part, str) and not part.strip("/") for part in parts):
        return Command(bundle, "", "", "", node, f"there is an empty path in {value!r}")
    if isinstance(value, str):
        return Command(bundle, "append", "", value, node)
    if not isinstance(value, (tuple, list)) or not all(isinstance(part, str) for part in value):
        return Command(bundle, "", "", "", node, f"{value!r} is neither a path nor a directive")
    directive = value[0] if value else ""
    if directive in WITH_TARGET and len(value) == 3:
        return Command(bundle, directive, value[1], value[2], node)
    if directive in WITHOUT_TARGET and len(value) == 2:
        return Command(bundle, directive, "", value[1], node)
    if directive in WITH_TARGET:
        error = f"{directive!r} takes a target and a path, and here it has {len(value) - 1} of them"
    elif directive in WITHOUT_TARGET:
        error = f"{directive!r} takes one path, and here it has {len(value) - 1}"
    else:
        error = f"{directive!r} is no directive"
    return Command(bundle, directive, "", "", node, error)


def is_external(path: str) -> bool:
    """Whether the browser fetches it as it stands (``can_aggregate``)."""
    try:
        url = urlsplit(path)
    except ValueError:
        return True
    return bool(url.scheme or url.netloc) or path.startswith("/web/content")


def is_route(path: str) -> bool:
    """Whether a server route answers for it, rather than a file: an attachment, a bundle."""
    return path.startswith(("/_custom/", "/web/assets/", "/web/image/"))


def split(path: str) -> tuple[str, str]:
    """The addon that a path names, and the rest: a leading slash makes no difference."""
    addon, _, rest = "/".join(part for part in path.split("/") if part).partition("/")
    return addon, rest
