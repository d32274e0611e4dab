"""Repair manifests where that is safe. Only the bytes of the wrong values change."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from manifests import manifest
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Edit, Finding

_ROUNDS = 5  # a repair can uncover another finding: what is behind a byte order mark


class Repair(NamedTuple):
    """The bytes of one manifest before and after."""

    path: Path
    before: bytes
    after: bytes

    def diff(self, name: str) -> str:
        """A unified diff, with ``name`` as the file's."""
        before, after = (
            content.decode("utf-8", "replace").splitlines(keepends=True)
            for content in (self.before, self.after)
        )
        import difflib  # rarely needed

        lines = difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
        return "".join(
            line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
            for line in lines
        )

    def write(self) -> None:
        """Replace the file at one stroke; its mode stays. Raises OSError."""
        target = self.path.resolve()
        partial = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            partial.write_bytes(self.after)
            partial.chmod(target.stat().st_mode & 0o7777)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


def apply(source: bytes, edits: Iterable[Edit]) -> bytes:
    """``source`` with the edits; of two that overlap, the first."""
    parts, position = [], 0
    for edit in sorted(set(edits)):
        if edit.start >= position:
            parts += [source[position : edit.start], edit.text]
            position = edit.end
    return b"".join([*parts, source[position:]])


def repair(
    addons: Addons, find: Callable[[Addons], Iterable[Finding]]
) -> tuple[Addons, list[Repair]]:
    """The addons as they would be, and what must be written for that. Writes nothing."""
    original = {addon.manifest.path: addon.manifest.source for addon in addons.checked}
    for _ in range(_ROUNDS):
        edits: dict[Path, list[Edit]] = defaultdict(list)
        for finding in find(addons):
            edits[finding.file].extend(finding.edits)
        edited = [_edited(addon, edits[addon.manifest.path]) for addon in addons.checked]
        if all(new is old for new, old in zip(edited, addons.checked)):
            break
        addons = addons.with_checked(edited)
    repairs = [
        Repair(addon.manifest.path, before, addon.manifest.source)
        for addon in addons.checked
        if (before := original[addon.manifest.path]) != addon.manifest.source
    ]
    return addons, repairs


def _edited(addon: Addon, edits: list[Edit]) -> Addon:
    """The addon with its manifest edited; the same one if that would break it."""
    if not edits:
        return addon
    parsed = manifest.parse(addon.manifest.path, apply(addon.manifest.source, edits))
    if parsed.unreadable and not addon.manifest.unreadable:
        return addon
    return Addon(addon.path, parsed)
