"""Migration scripts that never run, or fail when they do."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from manifests import versions
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import correctness
from manifests.source import Source, statements

_FOLDERS = ("migrations", "upgrades")
_STAGES = ("pre-", "post-", "end-")
_PARAMETERS = ({"cr", "_cr"}, {"version", "_version"})


def _folders(addon: Addon) -> Iterator[tuple[str, str]]:
    """Each version's folder: its path, and the version."""
    for path in sorted(addon.tree.folders):
        above, _, name = path.rpartition("/")
        if above in _FOLDERS and name not in ("tests", "__pycache__"):
            yield path, name


def _scripts(addon: Addon) -> Iterator[Source]:
    for path, version in _folders(addon):
        if versions.is_migration_folder(version):
            for name, source in addon.sources.items():
                if name.rpartition("/")[0] == path and not name.endswith("/__init__.py"):
                    yield source


@correctness(remedy="name it x.y.z, or 19.0.x.y.z, or 0.0.0")
def migration_folder(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The name of a migration folder is no version. Odoo warns, and runs nothing in it."""
    for path, version in _folders(addon):
        if not versions.is_migration_folder(version):
            file = next(iter(sorted(f for f in addon.tree.files if f.startswith(path + "/"))), path)
            yield addon.problem(file, 1, f"{path} is no version: its scripts never run")


@correctness(remedy="raise the version in the manifest, or rename the folder")
def migration_newer(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A migration is for a newer version than the manifest's. It does not run."""
    try:
        stored = versions.stored(str(addon.manifest.values.get("version", "1.0")))
    except ValueError:
        return
    for path, version in _folders(addon):
        if versions.is_migration_folder(version) and versions.runs_later(version, stored):
            message = f"{path} waits for a newer version than {stored}: its scripts do not run"
            yield addon.manifest.problem("version", message)


@correctness(remedy="start its name with pre-, post- or end-")
def migration_script_name(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The name of a migration script does not start with a stage and a dash. It never runs."""
    for source in _scripts(addon):
        name = source.path.rpartition("/")[2]
        if not name.startswith(_STAGES) and name.startswith(("pre", "post", "end")):
            yield addon.problem(source.path, 1, f"{name} does not start with {', '.join(_STAGES)}")


@correctness(remedy="define migrate(cr, version)")
def migration_function(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A migration script has no function `migrate(cr, version)`. The upgrade fails there.

    Odoo compares the names of the parameters, too: only a leading underscore is allowed.
    """
    for source in _scripts(addon):
        if not source.path.rpartition("/")[2].startswith(_STAGES):
            continue
        if source.broken:
            message = f"Python cannot load it: {source.broken.message}"
            yield addon.problem(source.path, source.broken.line, message)
            continue
        function = _migrate(source)
        if function is None:
            yield addon.problem(source.path, 1, "it has no function migrate(cr, version)")
        elif isinstance(function, ast.FunctionDef) and not _has_right_parameters(function):
            message = f"its migrate takes ({ast.unparse(function.args)}), not (cr, version)"
            yield addon.problem(source.path, function.lineno, message)


def _migrate(source: Source) -> ast.stmt | None:
    """What defines ``migrate`` in the script: a function, an import or an assignment."""
    for statement in statements(source.tree.body):
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names = {statement.name} if not statement.decorator_list else set()
            if statement.name == "migrate" and statement.decorator_list:
                return ast.Pass()
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            names = {alias.asname or alias.name for alias in statement.names}
            if "*" in names or "migrate" in names:
                return statement
        elif isinstance(statement, ast.Assign):
            names = {target.id for target in statement.targets if isinstance(target, ast.Name)}
        else:
            continue
        if "migrate" in names:
            return statement
    return None


def _has_right_parameters(function: ast.FunctionDef) -> bool:
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    others = arguments.vararg or arguments.kwarg or arguments.kwonlyargs
    return not others and len(names) == 2 and all(n in p for n, p in zip(names, _PARAMETERS))
