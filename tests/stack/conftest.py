"""One product, made whole again before each test."""

from __future__ import annotations

import pytest

from ..product import database
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


@pytest.fixture
def db(stack: Stack):
    return database.Watcher(stack)
