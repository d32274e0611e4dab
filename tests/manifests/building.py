"""Addons for the tests, built in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from manifests import discovery
from manifests.check import check
from manifests.finding import Finding

ICON = b"\x89PNG\r\n\x1a\n"
Content = str | bytes
Files = dict[str, Content]

# the values as they are written, one key in a line from line 2 on
VALUES = {
    "name": '"My Module"',
    "summary": '"What it does"',
    "version": '"19.0.1.0.0"',
    "category": '"Tools"',
    "author": '"Somebody"',
    "website": '"https://example.com"',
    "license": '"LGPL-3"',
    "development_status": '"Beta"',
    "maintainers": '["somebody"]',
    "depends": '["base"]',
}


def manifest(**values: str | None) -> str:
    """A flawless manifest, but for ``values``: None leaves a key out."""
    merged = {**VALUES, **values}
    lines = [f'    "{key}": {value},' for key, value in merged.items() if value is not None]
    return "\n".join(["{", *lines, "}", ""])


def line_of(text: Content, part: str) -> int:
    """The number of the first line that contains ``part``."""
    lines = text.splitlines() if isinstance(text, str) else text.decode().splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


def addon(
    folder: str = "my_module",
    /,
    files: Mapping[str, Content] | None = None,
    **values: str | None,
) -> Files:
    """The files of a flawless addon, but for ``values`` in its manifest and ``files`` in it."""
    own: Files = {
        "__init__.py": "",
        "__manifest__.py": manifest(**values),
        "static/description/icon.png": ICON,
        **(files or {}),
    }
    return {f"{folder}/{path}": content for path, content in own.items()}


def write(folder: Path, files: Mapping[str, Content]) -> Path:
    """Write ``files``; a content that starts with `-> ` is a symbolic link."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            file.write_bytes(content)
        elif content.startswith("-> "):
            file.symlink_to(content[3:])
        else:
            file.write_bytes(content.encode())
    return folder


def findings(*paths: Path, beside: tuple[Path, ...] = ()) -> list[Finding]:
    return list(check(discovery.find(list(paths), beside)).findings)
