#!/usr/bin/env python3
"""Write each addon's README.md from its manifest and the fragments in its ``readme/``.

    scripts/addon-readmes.py            writes what is not current; exits 1 if that was any

The fragments and their order are those of the OCA's addons; a README of theirs is made alike.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ADDONS = Path(__file__).resolve().parents[1] / "addons"
FRAGMENTS = {  # file → heading; a description needs none
    "DESCRIPTION": "",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known limits",
    "HISTORY": "Changes",
    "CONTRIBUTORS": "Contributors",
}


def render(manifest: dict[str, Any], fragments: dict[str, str]) -> str:
    """The README; ``fragments`` by their names in ``FRAGMENTS``, their headings ``###``."""
    parts = [
        f"# {manifest['name']}",
        "<!-- Made by scripts/addon-readmes.py from the manifest and readme/: change those. -->",
        f"*{manifest['summary']}*",
    ]
    for name, heading in FRAGMENTS.items():
        if text := fragments.get(name, "").strip():
            parts += [f"## {heading}", text] if heading else [text]
    needs = ", ".join(f"`{name}`" for name in manifest["depends"])
    parts.append(f"Version {manifest['version']}, licence {manifest['license']}. Needs {needs}.")
    return "\n\n".join(parts) + "\n"


def outdated(addons: Path) -> Iterator[tuple[Path, str]]:
    """Each README that differs from what it should hold, with that."""
    for manifest in sorted(addons.glob("*/__manifest__.py")):
        folder = manifest.parent
        fragments = {
            path.stem: path.read_text(encoding="utf-8") for path in (folder / "readme").glob("*.md")
        }
        if unknown := fragments.keys() - FRAGMENTS.keys():
            raise SystemExit(
                f"{folder / 'readme'}: {', '.join(sorted(unknown))} is no part of a README; "
                f"known are {', '.join(FRAGMENTS)}"
            )
        readme = folder / "README.md"
        text = render(ast.literal_eval(manifest.read_text(encoding="utf-8")), fragments)
        if not readme.exists() or readme.read_text(encoding="utf-8") != text:
            yield readme, text


def main() -> int:
    written = list(outdated(ADDONS))
    for readme, text in written:
        readme.write_text(text, encoding="utf-8")
        print(f"{readme.relative_to(ADDONS.parent)}: written anew")
    return 1 if written else 0


if __name__ == "__main__":
    sys.exit(main())
