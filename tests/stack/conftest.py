"""One product, made whole again before each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ..product import database
from ..product.pooler import Pooler
from ..product.running import Stack


@pytest.fixture(autouse=True)
def whole(stack: Stack):
    """Whatever the test before has killed is running again."""
    make_whole(stack)
    yield
    make_whole(stack)


def make_whole(stack: Stack) -> None:
    """Start what ended, in the order in which a platform's restart would."""
    starts = {
        "postgres": stack.start_postgres,
        "ocr": stack.start_ocr,
        "odoo": stack.start_odoo,
    }
    for name, start in starts.items():
        if name not in stack.children or not stack.children[name].running():
            if name in stack.children:
                stack.children.pop(name).kill()
            start()
    stack.await_ocr()


@contextmanager
def begun_with(stack: Stack, **settings: str) -> Iterator[None]:
    """For a module: Odoo with other settings. Then it is stopped: who needs it next starts it."""
    before = dict(stack.settings)
    _stop_odoo(stack)
    stack.settings |= settings
    try:
        make_whole(stack)
        yield
    finally:
        stack.settings.clear()
        stack.settings |= before
        _stop_odoo(stack)


@contextmanager
def schedule_kept(stack: Stack) -> Iterator[None]:
    """Whenever scheduled actions are due meanwhile, afterwards they are when they were before."""
    db = database.Watcher(stack)
    before = db.rows("SELECT id, nextcall FROM ir_cron")
    try:
        yield
    finally:
        for cron, moment in before:
            db.rows("UPDATE ir_cron SET nextcall = %s WHERE id = %s", moment, cron)


@contextmanager
def behind_a_pooler(stack: Stack, **settings: str) -> Iterator[Pooler]:
    """For a module: all of Odoo's connections go through the pooler, but those that LISTEN."""
    server = stack.ports["postgres"]
    pooler = Pooler(stack.workdir / "pooler", server, stack.postgres.password)
    pooler.start()
    with begun_with(
        stack, POSTGRES_PORT=str(pooler.port), POSTGRES_SESSION_PORT=str(server), **settings
    ):
        yield pooler
    pooler.kill()


def _stop_odoo(stack: Stack) -> None:
    if odoo := stack.children.pop("odoo", None):
        odoo.stop()


@pytest.fixture
def db(stack: Stack):
    return database.Watcher(stack)
