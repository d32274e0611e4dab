"""One thing of the running product broken, and what `scripts/verify-deployment.py` says of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager

from ..product import front
from ..product.client import Client
from ..product.running import CHECKOUT, DATABASE


def command(url, *options):
    program = CHECKOUT / "scripts" / "verify-deployment.py"
    return [sys.executable, program, url, "--format", "json", *options]


def look(stack, *options, url=None, environment=None):
    """The outcomes by their checks; the exit status is what they say."""
    done = subprocess.run(
        command(url or stack.url, "--deadline", "0", *options),
        capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | (environment or {}),
    )  # fmt: skip
    assert not done.stderr
    outcomes = {outcome["check"]: outcome for outcome in json.loads(done.stdout)["checks"]}
    assert done.returncode == bool(failed(outcomes))
    return outcomes


def failed(outcomes):
    return {
        check: f"{outcome['observation']} {outcome['remedy']}"
        for check, outcome in outcomes.items()
        if outcome["status"] == "fail"
    }


def faults(stack, *options, **more):
    return failed(look(stack, *options, **more))


@contextmanager
def nginx_with(stack, *changes):
    """Its rendered configuration, changed."""
    path = stack.workdir / "run" / "nginx.conf"
    text = path.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)
    front.take(stack)
    try:
        yield
    finally:
        front.reload(stack)


@contextmanager
def odoo_with(stack, **settings):
    before = dict(stack.settings)
    stack.settings |= settings
    stack.restart("odoo")
    try:
        yield
    finally:
        stack.settings = before
        stack.restart("odoo")


@contextmanager
def view_on_login_page(stack, arch):
    """A customisation that somebody has made in the user interface."""
    admin = Client(stack.url, DATABASE, "admin", "admin")
    [parent] = admin.call("ir.ui.view", "search", [("key", "=", "web.login")])
    view = {"name": "broken", "type": "qweb", "mode": "extension", "inherit_id": parent}
    [created] = admin.call("ir.ui.view", "create", [view | {"arch": arch}])
    try:
        yield
    finally:
        admin.call("ir.ui.view", "unlink", [created])
