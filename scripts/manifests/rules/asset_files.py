"""The files and bundles in `assets`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from manifests import assets, core
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.assets import Command
from manifests.finding import Problem
from manifests.rule import correctness, policy
from manifests.suggest import did_you_mean
from manifests.tree import is_glob


@cache
def _paths(addon: Addon) -> list[tuple[Command, str, str, str]]:
    """Each path in the assets that stands for files: command, path, addon, path in the addon."""
    return [
        (command, path, *assets.split(path))
        for command in assets.commands(addon)
        for path in command.paths
        if not assets.is_external(path) and not assets.is_route(path)
    ]


@correctness(
    remedy="write a path, or ('include', bundle), ('append' | 'prepend' | 'remove', path), "
    "('after' | 'before' | 'replace', target, path)"
)
def asset_directive(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An entry in `assets` is no path and no directive that Odoo knows.

    Odoo raises when a page asks for the bundle: the whole page fails.
    """
    for command in assets.commands(addon):
        if command.error:
            yield addon.manifest.problem(command.node, f"in {command.bundle}: {command.error}")


@correctness(remedy="start the path with the name of the addon: my_module/static/…")
def asset_module(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The path of an asset starts with no addon's name.

    Odoo then takes it for an attachment's URL: the browser gets a 404, and nothing is logged.
    """
    for command, path, name, _ in _paths(addon):
        if name and not addons.exists(name):
            if addon.tree.has(path):
                hint = f" (did you mean {addon.name + '/' + path!r}?)"
            else:
                hint = did_you_mean(name, [addon.name, *addons.names()])
            message = f"{path!r} starts with {name!r}, which is no addon{hint}"
            yield addon.manifest.problem(command.node, message)


@correctness(remedy="add that addon to `depends`")
def asset_of_non_dependency(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An asset lies in an addon that may not be installed.

    Odoo raises when a page asks for the bundle, unless something else has installed that addon.
    Where not all dependencies of dependencies are at hand, this is not judged.
    """
    closure = addons.closure(addon.name)
    for command, path, name, _ in _paths(addon):
        if name in (addon.name, *core.SERVER_WIDE) or name in closure.names:
            continue
        if addons.exists(name) and closure.complete:
            message = f"{path!r} is in {name!r}, which is no dependency"
            yield addon.manifest.problem(command.node, message)


@correctness(remedy="move the file below static/ and correct the path")
def asset_outside_static(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An asset does not lie in its addon's static folder. Odoo refuses to serve it."""
    for command, path, name, rest in _paths(addon):
        if addons.exists(name) and (not rest.startswith("static/") or ".." in rest.split("/")):
            yield addon.manifest.problem(command.node, f"{path!r} is not in {name}/static")


@correctness(remedy="correct the path, or remove the entry")
def asset_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An asset's file does not exist, or its pattern matches none.

    The browser gets a 404, or the pattern is only a warning in the log: the page works without it,
    or breaks. Assets in addons that are not at hand are not judged.
    """
    for command, path, name, rest in _paths(addon):
        other = addons.get(name)
        if other is None or not rest.startswith("static/") or ".." in rest.split("/"):
            continue
        if not is_glob(rest):
            if not other.tree.has(rest) and not _is_attachment(addon, path):
                near = did_you_mean(rest, other.tree.files)
                yield addon.manifest.problem(command.node, f"{path!r} does not exist{near}")
        elif not other.tree.glob(rest):
            yield addon.manifest.problem(command.node, f"{path!r} matches no file")


def _is_attachment(addon: Addon, path: str) -> bool:
    """Whether a record of the addon provides the path, as the URL of an attachment."""
    name = path.strip("/")
    return any(
        name in addon.text(file) for file in addon.data_files if file.endswith(".xml")
    ) or any(name in source.text for source in addon.sources.values())


@correctness(remedy=f"list only {', '.join('.' + e for e in assets.EXTENSIONS)} files")
def asset_type(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An asset is of a type that Odoo does not put into a bundle. It skips it without a word."""
    for command, path, name, rest in _paths(addon):
        other = addons.get(name)
        if other is None:
            continue
        found = other.tree.glob(rest) if is_glob(rest) else [rest] * other.tree.has(rest)
        if found and not any(file.rpartition(".")[2] in assets.EXTENSIONS for file in found):
            yield addon.manifest.problem(command.node, f"{path!r} is of a type Odoo skips")


@correctness(remedy="correct the name of the bundle")
def asset_bundle_unknown(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An included bundle is filled by no addon. Odoo includes nothing, without a word.

    Bundles of addons that are not at hand are not judged.
    """
    for command in assets.commands(addon):
        if command.directive != "include" or command.error or command.path in addons.bundles:
            continue
        name = command.path.partition(".")[0]
        if addons.get(name) or not addons.exists(name):
            hint = did_you_mean(command.path, addons.bundles)
            message = f"no addon fills the bundle {command.path!r}{hint}"
            yield addon.manifest.problem(command.node, message)


@policy(remedy="put a copy below static/, or remove it")
def asset_external(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An asset is fetched from another server.

    Odoo allows that. But the page then depends on that server, tells it about every visitor, and
    runs its code with the user's rights.
    """
    for command in assets.commands(addon):
        for path in command.paths:
            if assets.is_external(path) and not path.startswith("/web/content"):
                yield addon.manifest.problem(command.node, f"{path!r} comes from another server")
