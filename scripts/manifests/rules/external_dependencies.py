"""`external_dependencies`, and the imports that should be in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from manifests import core, distributions
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.manifest import string_items
from manifests.rule import correctness

_NAME = re.compile(r"[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?", re.ASCII)  # as PEP 508 has it
_IMPORT = re.compile(
    r"[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b|import[ \t]+([^#\n]+))"
)


def _python(addon: Addon) -> list[tuple[str, ast.expr]]:
    kinds = addon.manifest.mapping("external_dependencies")
    return [item for kind, node in kinds if kind == "python" for item in string_items(node)]


def _distribution(requirement: str) -> tuple[str, str]:
    """The name of the distribution, or why it is no requirement."""
    if _NAME.fullmatch(requirement):
        return requirement, ""
    from packaging.requirements import InvalidRequirement, Requirement  # a tenth of a second

    try:
        return Requirement(requirement).name, ""
    except InvalidRequirement as error:
        return "", str(error).splitlines()[0]


@correctness(remedy="write the name of a distribution, with or without versions")
def external_dependency_invalid(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An external dependency is no requirement that can be parsed. The installation fails."""
    for requirement, node in _python(addon):
        _, why = _distribution(requirement)
        if why:
            yield addon.manifest.problem(node, f"{requirement!r} is no requirement: {why}")


@correctness(remedy="write the distribution's name, as on PyPI", severity="warning", fixes=True)
def external_dependency_name(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An external dependency is named as it is imported, not as it is installed.

    Odoo looks for a distribution of that name, and warns when only an import of it works.
    """
    for requirement, node in _python(addon):
        if distributions.is_import_name(requirement):
            right = distributions.distribution_of(requirement)
            edits = addon.manifest.replace(node, right)
            message = f"{requirement!r} is a package; the distribution is {right!r}"
            yield addon.manifest.problem(node, message, edits=edits)


@correctness(remedy="add it to requirements.in and lock it")
def external_dependency_not_required(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An external dependency is in no requirements.txt, and does not come with Odoo.

    The image is built without it, and the module cannot be installed there. Searched are the
    requirements.txt of the addon, of the folders above it, up to the checkout's root. What core's
    own addons need is Odoo's business.
    """
    if core.is_core(addon.path):
        return
    required = addons.requirements.get(addon.path.parent, frozenset())
    for requirement, node in _python(addon):
        name = distributions.normalized(
            distributions.distribution_of(_distribution(requirement)[0])
        )
        if name and name not in required and not distributions.comes_with_odoo(name):
            message = f"{requirement!r} is in no requirements.txt"
            yield addon.manifest.problem(node, message)


@correctness(remedy="declare the distribution in `external_dependencies`, or import it in a try")
def import_undeclared(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The code imports what neither Python nor Odoo brings, and the manifest does not declare it.

    Where the package is missing, Odoo fails to start instead of saying what to install. Imports
    within `try` and `if TYPE_CHECKING`, and of what dependencies declare, are allowed; files that
    are only imported by a function when it runs are not looked at.
    """
    if not addon.manifest.installable:
        return
    declared = _declared(addon, addons)
    at_start: frozenset[str] | None = None
    for source in addon.imported:
        suspects = {root for root in _roots(source.text) if not _is_known(root, declared)}
        if not suspects:
            continue
        found = {root: line for line, root in _unguarded(source.tree.body) if root in suspects}
        if found and at_start is None:
            at_start = _imported_at_start(addon)
        for root, line in found.items() if at_start and source.path in at_start else ():
            message = f"{root!r} is imported, but the manifest does not declare it"
            yield addon.problem(source.path, line, message)


def _declared(addon: Addon, addons: Addons) -> frozenset[str]:
    found: set[str] = set()
    for name in (addon.name, *addons.closure(addon.name).names):
        other = addon if name == addon.name else addons.get(name)
        for requirement, _ in _python(other) if other else ():
            found.add(distributions.normalized(_distribution(requirement)[0] or requirement))
    return frozenset(found)


def _imported_at_start(addon: Addon) -> frozenset[str]:
    """The addon's files that importing it imports: not those that a function imports, or a try."""
    found: set[str] = set()
    pending = ["__init__.py"]
    while pending:
        path = pending.pop()
        if path in found or path not in addon.sources:
            continue
        found.add(path)
        package = path.rpartition("/")[0].split("/") if "/" in path else []
        for statement in addon.sources[path].tree.body:
            if not isinstance(statement, ast.ImportFrom):
                continue
            module = (statement.module or "").split(".") if statement.module else []
            if statement.level:
                up = len(package) - statement.level + 1
                base = [*package[: max(up, 0)], *module]
            elif module[:3] == ["odoo", "addons", addon.name]:
                base = module[3:]
            else:
                continue
            for parts in [base, *([*base, alias.name] for alias in statement.names)]:
                for depth in range(1, len(parts) + 1):
                    inner = "/".join(parts[:depth])
                    pending += [f"{inner}.py", f"{inner}/__init__.py"]
    return frozenset(found)


def _roots(text: str) -> set[str]:
    """The first part of every absolute import; rarely a word of documentation among them."""
    found: set[str] = set()
    position = text.find("import")
    while position >= 0:
        if match := _IMPORT.match(text, text.rfind("\n", 0, position) + 1):
            parts = match[2].split(",") if match[2] else [match[1]]
            found.update(part.partition(" as ")[0].partition(".")[0].strip() for part in parts)
        end = text.find("\n", position)
        position = text.find("import", end) if end >= 0 else -1
    return {name for name in found if name.isidentifier()}


def _is_known(root: str, declared: frozenset[str]) -> bool:
    if root in ("odoo", "openerp") or distributions.comes_with_python(root):
        return True
    distribution = distributions.distribution_of(root)
    name = distributions.normalized(distribution)
    return (
        distributions.comes_with_odoo(distribution)
        or name in declared
        or distributions.normalized(root) in declared
        or any(other.startswith((name + "-", name.removesuffix("-binary"))) for other in declared)
    )


def _unguarded(body: list[ast.stmt]) -> Iterator[tuple[int, str]]:
    for statement in body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield statement.lineno, alias.name.partition(".")[0]
        elif isinstance(statement, ast.ImportFrom):
            if statement.level == 0 and statement.module:
                yield statement.lineno, statement.module.partition(".")[0]
        elif isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test):
            yield from _unguarded(statement.orelse)
        elif isinstance(statement, ast.Try) and statement.handlers:
            yield from _unguarded(statement.orelse + statement.finalbody)
        else:
            for name in ("body", "orelse", "finalbody"):
                yield from _unguarded(getattr(statement, name, []))
