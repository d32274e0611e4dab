"""A rule: a function from an addon, and the set of all addons, to problems.

Its name is its stable id, its docstring the answer to ``--explain``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from manifests.finding import Finding, Group, Problem, Severity

if TYPE_CHECKING:
    from manifests.addon import Addon
    from manifests.addons import Addons

Check = Callable[["Addon", "Addons"], Iterator[Problem]]

RULES: dict[str, Rule] = {}


class Rule(NamedTuple):
    """``remedy`` is what a problem says that brings none of its own; ``fixes`` tells that --fix
    can repair it; ``any_manifest`` that it also looks at addons whose manifest cannot be read;
    ``any_addon`` that it also looks at addons that are installed as they are: from the lock, and
    Odoo's own."""

    id: str
    group: Group
    severity: Severity
    remedy: str
    fixes: bool
    any_manifest: bool
    any_addon: bool
    check: Check

    @property
    def explanation(self) -> str:
        import inspect  # rarely needed

        return inspect.cleandoc(self.check.__doc__ or "")

    @property
    def summary(self) -> str:
        return " ".join(self.explanation.split("\n\n")[0].split())

    def findings(self, addon: Addon, addons: Addons) -> Iterator[Finding]:
        """What it finds in one addon; nothing where it needs a manifest and there is none."""
        if addon.manifest.unreadable and not self.any_manifest:
            return
        if not self.any_addon and not addons.is_ours(addon):
            return
        for problem in self.check(addon, addons):
            yield Finding(
                file=problem.file,
                line=problem.line,
                rule=self.id,
                message=problem.message,
                group=self.group,
                severity=self.severity,
                module=addon.name,
                remedy=problem.remedy or self.remedy,
                edits=problem.edits,
            )


def _rule(
    group: Group,
    severity: Severity,
    remedy: str,
    fixes: bool,
    any_manifest: bool,
    any_addon: bool,
) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        RULES[name] = Rule(name, group, severity, remedy, fixes, any_manifest, any_addon, check)
        return check

    return register


def correctness(
    *, remedy: str, severity: Severity = "error", fixes: bool = False, any_manifest: bool = False
) -> Callable[[Check], Check]:
    """Register what makes Odoo reject, misread or break on the addon."""
    return _rule("correctness", severity, remedy, fixes, any_manifest, any_addon=True)


def policy(
    *,
    remedy: str,
    severity: Severity = "warning",
    fixes: bool = False,
    any_manifest: bool = False,
    any_addon: bool = False,
) -> Callable[[Check], Check]:
    """Register what this repository asks of its own addons beyond that they work."""
    return _rule("policy", severity, remedy, fixes, any_manifest, any_addon)
