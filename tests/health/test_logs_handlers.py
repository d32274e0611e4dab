"""What is put on the handlers and loggers that there are."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading

import pytest

from logs import handlers, uncaught
from logs.access import WithoutProbes
from logs.redaction import Redaction

SECRET = "secret-of-this-instance"
REDACT = Redaction([SECRET])


@pytest.fixture
def root(monkeypatch):
    """The root logger with one handler of its own, as odoo/netsvc.py makes it."""
    logger = logging.getLogger()
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logging.getLogger("werkzeug"), "filters", [])
    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    return logger


def written(root) -> list[str]:
    return root.handlers[0].stream.getvalue().splitlines()


@pytest.mark.parametrize("times", [1, 2])
def test_text(root, times):
    for _ in range(times):
        handlers.set_up(REDACT, as_json=False)
    root.warning("%s here", SECRET)
    assert written(root) == ["WARNING root: *** here"]


def test_json(root):
    handlers.set_up(REDACT, as_json=True)
    root.warning("%s here", SECRET)
    assert json.loads(written(root)[0])["message"] == "*** here"


def test_loggers_with_handlers_of_their_own(root):
    own = logging.StreamHandler(io.StringIO())
    logger = logging.getLogger("tests.of_its_own")
    logger.addHandler(own)
    try:
        handlers.set_up(REDACT, as_json=False)
        logger.error(SECRET)
    finally:
        logger.removeHandler(own)
    assert own.stream.getvalue() == "***\n"


def test_a_handler_that_takes_records_apart(root):
    taken = []

    class Database(logging.Handler):
        def emit(self, record):
            taken.append((record.msg % record.args if record.args else record.msg, record.exc_text))

    root.addHandler(Database())
    handlers.set_up(REDACT, as_json=False)
    try:
        raise ValueError(SECRET)
    except ValueError:
        root.exception("%s here", SECRET)
    [(message, trace)] = taken
    assert message == "*** here"
    assert trace.endswith("ValueError: ***")


# -- probes ----------------------------------------------------------------------------

ASKED = [
    ("GET /web/health HTTP/1.1", False),
    ("GET /web/health?db_server_status=1 HTTP/1.1", False),
    ("HEAD /health HTTP/1.1", False),
    ("GET /health/live HTTP/1.1", False),
    ("GET /health/ready HTTP/1.1", False),
    ("GET /metrics HTTP/1.1", False),
    ("\x1b[31m\x1b[1mGET /nowhere HTTP/1.1\x1b[0m", True),
    ("\x1b[33mGET /metrics HTTP/1.1\x1b[0m", False),
    ("GET /healthy HTTP/1.1", True),
    ("GET /health/other HTTP/1.1", True),
    ("GET /web/login HTTP/1.1", True),
    ("POST /web/health HTTP/1.1", True),
    ("GET /web/login?redirect=/metrics HTTP/1.1", True),
]


@pytest.mark.parametrize(("asked", "logged"), ASKED)
def test_probes_leave_no_line(root, asked, logged):
    logger = logging.getLogger("werkzeug")
    logger.setLevel(logging.INFO)
    handlers.set_up(REDACT, as_json=False)
    logger.info('127.0.0.1 - - [now] "%s" %s %s', asked, "200", "-")
    assert bool(written(root)) == logged


def test_they_do_where_somebody_wants_to_see_them():
    logger = logging.getLogger("werkzeug.seen")
    logger.setLevel(logging.DEBUG)
    made = logger.makeRecord(
        logger.name, 20, "", 1, '"%s" %s %s', ("GET /metrics", "200", "-"), None
    )
    assert WithoutProbes().filter(made)


def test_other_records_pass():
    made = logging.LogRecord("werkzeug", 20, "", 1, "%(a)s", ({"a": 1},), None)
    assert WithoutProbes().filter(made)


# -- what nobody caught ----------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ends_is_a_line_of_json(root):
    handlers.set_up(REDACT, as_json=True)

    def fails():
        raise ValueError(f"password={SECRET}")

    thread = threading.Thread(target=fails, name="bus")
    thread.start()
    thread.join()
    told = json.loads(written(root)[0])
    assert (told["level"], told["message"]) == ("ERROR", "thread bus ends")
    assert told["exception"].endswith("ValueError: password=***")


def test_a_process_that_ends_is_one_too(root):
    handlers.set_up(REDACT, as_json=True)
    try:
        raise ValueError("why")
    except ValueError:
        uncaught._in_process(*sys.exc_info())
    assert json.loads(written(root)[0])["level"] == "CRITICAL"
