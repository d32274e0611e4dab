"""Comments that disable rules.

    "version": "1.0",  # validate-manifests: disable=version-style      this line
    # validate-manifests: disable-module=icon-missing,readme-missing     the addon; in its manifest

The first form works in every Python and XML file that a finding names a line of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from manifests.addon import Addon
from manifests.finding import Finding

_COMMENT = re.compile(
    r"(?:#|<!--)[ \t]*validate-manifests:[ \t]*(disable|disable-module)=([\w,\- ]*[\w])"
)


class Disabled:
    """The disabling comments of one addon."""

    def __init__(self, addon: Addon) -> None:
        self._addon = addon
        self._lines: dict[Path, dict[int, set[str]]] = {}
        self._module: set[str] = set()
        for _, scope, rules in comments(self._text(addon.manifest.path)):
            if scope == "disable-module":
                self._module |= rules

    def filter(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that no comment disables."""
        return [f for f in findings if f.rule not in self._module and not self._in_line(f)]

    def _in_line(self, finding: Finding) -> bool:
        file = finding.file
        if file not in self._lines:
            self._lines[file] = defaultdict(set)
            for line, scope, rules in comments(self._text(file)):
                if scope == "disable":
                    self._lines[file][line] |= rules
        return finding.rule in self._lines[file].get(finding.line, ())

    def _text(self, file: Path) -> str:
        if file == self._addon.manifest.path:
            return self._addon.manifest.source.decode("utf-8", "replace")
        return self._addon.text(str(file.relative_to(self._addon.path)))


def comments(text: str) -> Iterator[tuple[int, str, set[str]]]:
    """Line, scope and ids of each disabling comment."""
    if "validate-manifests:" not in text:
        return
    for number, line in enumerate(text.splitlines(), 1):
        for scope, rules in _COMMENT.findall(line):
            yield number, scope, {rule.strip() for rule in rules.split(",") if rule.strip()}
