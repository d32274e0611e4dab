"""Start the product as `make run` does, on free ports and in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from native import environment
from native.places import Places
from native.postgres import ROLE
from native.stack import DATABASE, Stack

from . import CHECKOUT

__all__ = [
    "CHECKOUT",
    "DATABASE",
    "HEALTH_TOKEN",
    "ROLE",
    "Stack",
    "new_stack",
    "restarted",
    "running_stack",
]

# Beside those of `make run`, which may be running; a port that is taken is replaced by a free one.
PORTS = {"web": 18069, "odoo": 18071, "evented": 18072, "postgres": 64329, "ocr": 18868}
# Two HTTP workers: the smallest number with which "the others" can be kept waiting.
HEALTH_TOKEN = "health-secret-of-tests"
SETTINGS = {"ODOO_WORKERS": "2", "ODOO_MAX_CRON_THREADS": "1", "HEALTH_TOKEN": HEALTH_TOKEN}


def new_stack(
    workdir: Path,
    *,
    settings: Mapping[str, str] | None = None,
    odoo_bin: Callable[[Path], Path] | None = None,
    **options: Any,
) -> Stack:
    """A stack that is not started yet; `odoo_bin` may put another launcher before Odoo's.

    `options` are those of `Stack`.
    """
    places = Places()
    parts = environment.ensure(places)
    if odoo_bin:
        parts = replace(parts, odoo_bin=odoo_bin(parts.odoo_bin))
    settings = {**SETTINGS, **(settings or {})}
    return Stack(places, parts, workdir, ports=PORTS, settings=settings, **options)


@contextmanager
def running_stack(workdir: Path) -> Iterator[Stack]:
    """The stack on what is in `workdir`, stopped at the end; its logs stay in `workdir/logs`."""
    stack = new_stack(workdir)
    try:
        stack.start()
        stack.await_ocr()
        yield stack
    finally:
        stack.stop()


@contextmanager
def restarted(stack: Stack, **settings: str) -> Iterator[None]:
    """Odoo with other settings, and as it was afterwards."""
    before = dict(stack.settings)
    stack.settings |= settings
    try:
        stack.restart("odoo")
        yield
    finally:
        stack.settings.clear()
        stack.settings |= before
        stack.restart("odoo")
