"""Odoo with a test-only addon, loaded server-wide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ..product.launcher import Launcher
from ..product.running import Stack
from .conftest import make_whole

ADDONS = Path(__file__).parent / "addons"


@contextmanager
def with_addon(stack: Stack, name: str) -> Iterator[Stack]:
    """Restarted with it now, and without it at the end."""
    make_whole(stack)
    before = stack.environment
    launcher = Launcher(stack.workdir / "odoo-bin")
    stack.environment = replace(before, odoo_bin=launcher.before(before.odoo_bin))
    launcher.change(f"s#^addons_path = #&{ADDONS},#;s/^server_wide_modules = .*/&,{name}/")
    stack.restart("odoo")
    try:
        yield stack
    finally:
        stack.environment = before
        make_whole(stack)
        stack.restart("odoo")
