"""Hooks: functions of the addon's package that Odoo calls by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.keys import HOOKS
from manifests.rule import correctness
from manifests.source import statements

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MAX_DEPTH = 20


@correctness(remedy="define or import the function in __init__.py")
def hook_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A hook is no function of the addon's package.

    Odoo gets it from the package by name: the installation, the uninstallation, or for post_load
    the start of Odoo, fails.
    """
    for key in HOOKS:
        name = addon.manifest.text(key)
        if name and "__init__.py" in addon.tree.files and not _find(addon, addons, "", name):
            yield addon.manifest.problem(
                key, f"{key} is {name!r}, which __init__.py does not define"
            )


@correctness(remedy="take one parameter, `env`; none for post_load")
def hook_signature(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A hook cannot be called as Odoo 19 calls it.

    pre_init_hook, post_init_hook and uninstall_hook get the environment alone; until 16.0 it was
    the cursor and the registry. post_load gets nothing.
    """
    for key in HOOKS:
        name = addon.manifest.text(key)
        found = _find(addon, addons, "", name) if name else None
        if isinstance(found, tuple):
            path, function = found
            given = 0 if key == "post_load" else 1
            if not _takes(function, given):
                message = f"{key} {name!r} is called with {'`env` alone' if given else 'nothing'}"
                yield addon.problem(path, function.lineno, message)


def _takes(function: Function, given: int) -> bool:
    arguments = function.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    required = positional - len(arguments.defaults)
    keywords = any(default is None for default in arguments.kw_defaults)
    return required <= given and (given <= positional or bool(arguments.vararg)) and not keywords


def _find(
    addon: Addon, addons: Addons, package: str, name: str, depth: int = 0
) -> tuple[str, Function] | bool:
    """Where ``name`` is defined in the module or package ``package`` of the addon: the function and
    its file; True for what is not a plain function, or cannot be judged; False if nowhere."""
    if depth > _MAX_DEPTH:
        return True
    module = package.replace(".", "/")
    for path in (f"{module}/__init__.py".lstrip("/"), f"{module}.py"):
        if source := addon.sources.get(path):
            break
    else:
        return _submodule(addon, module)
    is_package = path.endswith("__init__.py")
    found: tuple[str, Function] | bool = False
    for statement in statements(source.tree.body):
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if statement.name == name:
                found = True if statement.decorator_list else (path, statement)
            elif statement.name == "__getattr__":
                found = found or True
        elif name in _bound(statement):
            found = True
        elif isinstance(statement, ast.ImportFrom):
            found = _imported(addon, addons, package, is_package, statement, name, depth) or found
    return found or bool(source.broken) or _submodule(addon, f"{module}/{name}".lstrip("/"))


def _submodule(addon: Addon, path: str) -> bool:
    return f"{path}.py" in addon.sources or f"{path}/__init__.py" in addon.sources


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a class, an import or an assignment binds."""
    if isinstance(statement, ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Import):
        return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value:
        targets = [statement.target]
    return {
        node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
    }


def _imported(
    addon: Addon,
    addons: Addons,
    package: str,
    is_package: bool,
    statement: ast.ImportFrom,
    name: str,
    depth: int,
) -> tuple[str, Function] | bool:
    for alias in statement.names:
        if alias.name != "*" and (alias.asname or alias.name) != name:
            continue
        wanted = name if alias.name == "*" else alias.name
        owner, module = _origin(addon, package, is_package, statement)
        if owner == addon.name:
            found = _find(addon, addons, module, wanted, depth + 1)
        elif owner and (other := addons.get(owner)):
            found = bool(_find(other, addons, module, wanted, depth + 1))
        else:  # an addon or a library that is not at hand
            found = alias.name != "*"
        if found:
            return found
    return False


def _origin(
    addon: Addon, package: str, is_package: bool, statement: ast.ImportFrom
) -> tuple[str, str]:
    """The addon, and the module in it, that a ``from … import`` names; no addon if elsewhere."""
    if statement.level:
        parts = [part for part in package.split(".") if part]
        up = statement.level - is_package
        if up > len(parts):
            return "", ""
        parts = parts[: len(parts) - up]
        return addon.name, ".".join(
            [*parts, *((statement.module or "").split(".") if statement.module else [])]
        )
    parts = (statement.module or "").split(".")
    if parts[:2] == ["odoo", "addons"] and len(parts) > 2:
        return parts[2], ".".join(parts[3:])
    return "", ""
