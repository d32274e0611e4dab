"""infra/settings.md holds the table that ``python -m boot settings`` prints.

After a change of boot/settings.py: `UPDATE_EXPECTED=1 pytest tests/boot`.
"""

from __future__ import annotations

import os
import sys
from dataclasses import fields

from boot.settings import Settings

from .test_config_command import CHECKOUT, run

PAGE = CHECKOUT / "infra" / "settings.md"


def test_the_committed_table_is_the_printed_one():
    printed = run(sys.executable, "-m", "boot", "settings").stdout
    introduction, begin, _ = PAGE.read_text(encoding="utf-8").partition("| variable |")
    current = introduction + printed
    if os.environ.get("UPDATE_EXPECTED"):
        PAGE.write_text(current, encoding="utf-8")
    assert begin
    assert PAGE.read_text(encoding="utf-8") == current


def test_every_variable_has_its_line():
    rows = dict(row(line) for line in PAGE.read_text(encoding="utf-8").splitlines()[2:])
    for variable in fields(Settings):
        _default, secret, meaning = rows[f"`{variable.metadata['name']}`"]
        assert secret == ("secret" if variable.metadata["secret"] else "")
        assert meaning


def row(line: str) -> tuple[str, list[str]]:
    first, *others = [cell.strip() for cell in line.strip("|").replace(r"\|", "¦").split("|")]
    return first, others
