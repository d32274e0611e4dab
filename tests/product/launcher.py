"""Odoo's launcher, preceded by a change of the rendered odoo.conf: for comparisons."""

from __future__ import annotations

import dataclasses
from pathlib import Path


@dataclasses.dataclass
class Launcher:
    path: Path
    odoo_bin: Path | None = None

    def before(self, odoo_bin: Path) -> Path:
        self.odoo_bin = odoo_bin
        self.change("")
        return self.path

    def change(self, sed: str) -> None:
        """`sed`: what to do with odoo.conf before Odoo reads it."""
        edit = f"sed -i '{sed}' \"$2\"\n" if sed else ""
        self.path.write_text(
            "#!/bin/sh\n"
            # only the server itself is started with the file: its children find it changed
            f'[ "$1" = --config ] && {edit or ":"}\nexec \'{self.odoo_bin}\' "$@"\n'
        )
        self.path.chmod(0o755)
