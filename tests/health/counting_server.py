"""A small prefork server that counts as Odoo's does, for tests to kill: real forks, real files."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path

from metrics import folder, state, storage
from metrics.requests import matched, measured
from metrics.slots import Slots


def begin(base: Path) -> None:
    state.slots = Slots(folder.prepare(base))
    state.slots.take("master")
    storage.use(state.slots)
    import metrics.counted  # noqa: F401


def app(environ, start_response):
    if rule := environ.get("test.rule"):
        matched(dict(environ), rule)  # a copy, as Odoo makes one when it reroutes
    start_response(environ["test.status"], [])
    return [b""]


ANSWER = measured(app)


def ask(path: str = "/", method: str = "GET", app=ANSWER, **more: str) -> None:
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "test.status": "200 OK"}
    environ |= {f"test.{name}": value for name, value in more.items()}
    for _piece in app(environ, lambda status, headers, *exc_info: None):
        pass


def fork(work: Callable[[], None], kind: str = "http") -> int:
    pid = os.fork()
    if not pid:
        status = 1
        try:
            state.slots.take(kind)
            work()
            status = 0
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(status)
    return pid


def ended(*pids: int) -> None:
    for pid in pids:
        _pid, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise SystemExit(f"a worker failed with status {status}")
