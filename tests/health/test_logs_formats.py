"""A line of the log, for ordinary records and for odd ones."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logs.formats import JSON, LINE_BYTES, Text
from logs.redaction import Redaction

SECRET = "hunter2/wrong=secret+example"
REDACT = Redaction([SECRET])
ODOO = "%(asctime)s %(pid)s %(levelname)s %(dbname)s %(name)s: %(message)s %(perf_info)s"


def record(msg="", args=None, *, error=None, **more) -> logging.LogRecord:
    made = logging.LogRecord("odoo.http", logging.INFO, "http.py", 1, msg, args, error)
    made.__dict__ |= {"pid": 7, "dbname": "odoo", "perf_info": ""} | more
    return made


def line(*args, **more) -> dict:
    text = JSON(REDACT).format(record(*args, **more))
    assert len(text.encode()) <= LINE_BYTES
    assert "\n" not in text
    return json.loads(text)


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


class Unsayable:
    def __str__(self):
        raise ValueError

    __repr__ = __str__


@pytest.fixture
def thread():
    thread = threading.current_thread()
    thread.request_id, thread.uid = "request-of-tests", 2
    yield thread
    del thread.request_id, thread.uid


def test_an_ordinary_record():
    told = line("%s was read", ("a bill",), created=1796042340.1234)
    assert told.pop("pid") > 0
    assert told == {
        "time": "2026-11-30T12:39:00.123Z",
        "level": "INFO",
        "logger": "odoo.http",
        "message": "a bill was read",
        "database": "odoo",
    }


def test_what_the_thread_knows(thread):
    told = line("read")
    assert (told["request_id"], told["user"]) == ("request-of-tests", 2)


@pytest.mark.parametrize("uid", [None, Unsayable()])
def test_a_user_that_is_none(thread, uid):
    thread.uid = uid
    assert "user" not in line("read")


@pytest.mark.parametrize(
    "perf", ["12 0.034 0.120", "12 0.034 0.120 rw", "\x1b[1;32m12\x1b[0m 0.034 0.120"]
)
def test_numbers_of_a_request(perf):
    told = line('"GET /odoo HTTP/1.1" 200 -', perf_info=perf)
    assert (told["queries"], told["query_seconds"], told["other_seconds"]) == (12, 0.034, 0.12)


@pytest.mark.parametrize("perf", ["", "- - -", "- - - -", "a b c", None])
def test_no_numbers(perf):
    assert "queries" not in line("read", perf_info=perf)


def test_events():
    fields = {"outcome": "done", "pages": 3, "seconds": 2.1, "token": f"token={SECRET}"}
    told = line("a document was read", event="ocr_document", fields=fields)
    assert told["event"] == "ocr_document"
    assert told["fields"] == fields | {"token": "token=***"}


def test_an_exception_is_one_text_and_keeps_its_end():
    told = line("failed", error=raised(ValueError(f"{SECRET} " * 2000 + "the end")))
    assert told["exception"].startswith("Traceback (most recent call last):\n")
    assert told["exception"].endswith("the end")
    assert SECRET not in told["exception"]


@pytest.mark.parametrize(
    ("msg", "args", "expected"),
    [
        ("%d pages", ("two",), "%d pages ('two',)"),
        ("%s", ("a", "b"), "%s ('a', 'b')"),
        ("%(name)s", ({"other": 1},), "%(name)s {'other': 1}"),
        ("%s", (Unsayable(),), "%s <tuple whose text raises ValueError>"),
        (Unsayable(), None, "<Unsayable whose text raises ValueError> None"),
        ("%d", (SECRET,), "%d ('***',)"),
        (b"\xff", None, "b'\\xff'"),
        (None, None, "None"),
        ({"a": 1}, None, "{'a': 1}"),
        ("half \udc80", None, "half ?"),
        ("\x1b[1;31mred\x1b[0m", None, "red"),
        ("one\ntwo\r\u2028three\x00", None, "one\ntwo\r\u2028three\x00"),
        ("100%", None, "100%"),
    ],
)  # fmt: skip
def test_odd_messages(msg, args, expected):
    assert line(msg, args)["message"] == expected


@pytest.mark.parametrize(
    "more",
    [
        {"created": "yesterday"}, {"created": float("nan")}, {"created": 1e30},
        {"levelno": "LOUD"}, {"levelno": 25}, {"name": None}, {"dbname": Unsayable()},
        {"exc_info": True}, {"exc_info": (None, None, None)}, {"exc_info": (1, 2, 3)},
        {"exc_text": 5}, {"stack_info": 5}, {"event": Unsayable()}, {"fields": "none"},
        {"fields": {"nan": float("nan"), "inf": float("inf"), "big": 10**5000}},
        {"fields": {Unsayable(): Unsayable(), "nested": {"a": [1]}}},
        {"fields": dict.fromkeys(range(1000), "x" * 1000)},
    ],
)  # fmt: skip
def test_odd_records(more):
    assert line("read", **more)["message"] == "read"


@pytest.mark.parametrize("character", ["x", "é", "\x00", "𝄞", "\udc80"])
def test_a_huge_message_is_cut_in_its_middle(character):
    told = line("begin " + character * 1_000_000 + " end", error=raised(ValueError("x" * 99_999)))
    assert told["message"].startswith("begin ")
    assert told["message"].endswith(" end")
    assert " characters …] " in told["message"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.text(), st.binary(), st.none(), st.integers(), st.characters(categories=["Cs"])),
    st.one_of(
        st.none(),
        st.tuples(),
        st.tuples(st.text()),
        st.tuples(st.dictionaries(st.text(), st.floats())),
    ),
    st.dictionaries(st.text(), st.one_of(st.floats(), st.text(), st.integers(), st.booleans())),
)
def test_it_never_raises(msg, args, fields):
    assert line(msg, args, event="tried", fields=fields)["event"] == "tried"
    Text(logging.Formatter(ODOO), REDACT).format(record(msg, args))


# -- text ------------------------------------------------------------------------------


def test_text_stays_what_it_was():
    inner = logging.Formatter(ODOO)
    one = record("%s", ("read",), error=raised(ValueError("why")), perf_info="1 0.1 0.2")
    assert Text(inner, REDACT).format(one) == inner.format(one)


def test_text_names_the_request_behind_its_first_line(thread):
    one = record("read", error=raised(ValueError("why")), perf_info="1 0.1 0.2")
    lines = Text(logging.Formatter(ODOO), REDACT).format(one).splitlines()
    assert lines[0].endswith(" odoo odoo.http: read 1 0.1 0.2 request_id=request-of-tests")
    assert lines[-1] == "ValueError: why"
    assert one.perf_info == "1 0.1 0.2"


@pytest.mark.parametrize("formatter", [JSON(REDACT), Text(logging.Formatter(ODOO), REDACT)])
def test_no_secret_where_the_arguments_do_not_fit(formatter, capsys):
    """logging itself would print them to the standard error."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter)
    handler.handle(record("%d pages", (SECRET,), error=raised(ValueError(SECRET))))
    assert "%d pages ('***',)" in handler.stream.getvalue()
    assert SECRET not in handler.stream.getvalue() + capsys.readouterr().err
