"""A cancelled chat ends within a second, and so does the server's work for it."""

from __future__ import annotations

import threading
import time

import pytest

from providers import Cancel, Deadline, Delta, Finished

from ..product.llm_scripted import endless, refuse, say, stall
from .conftest import MODEL, begin, make
from .test_errors import full_backlog

SOON = 10
"""Seconds; one is promised, and the margin is for a machine with other work."""
CANCELLED = Finished(MODEL, "cancelled", None, None)
SCRIPTS = {
    "before the first token": [stall()],
    "in mid-answer": [say("a"), stall()],
    "while it speaks": [endless("la ", 0.005)],
}


def patient() -> Deadline:
    return Deadline(connect=60, idle=60, total=60)


def collect(events, into: list) -> threading.Thread:
    thread = threading.Thread(target=lambda: into.extend(events))
    thread.start()
    return thread


@pytest.mark.parametrize("when", SCRIPTS)
def test_a_read_that_waits_ends_and_the_server_stops(server, provider, when):
    server.script(SCRIPTS[when])
    cancel, got = Cancel(), []
    thread = collect(begin(provider, cancel=cancel, deadline=patient()), got)
    assert server.wait_for_generating(1, SOON)
    time.sleep(0.1)
    cancel.cancel()
    thread.join(SOON)
    assert not thread.is_alive()
    assert server.wait_for_generating(0, SOON)
    assert got[-1] == CANCELLED
    assert all(isinstance(event, Delta) for event in got[:-1])
    assert server.requests[0].end == "gone"


def test_the_server_stops_even_if_nobody_asks_for_the_next_event(server, provider):
    server.script([say("a"), stall()])
    cancel = Cancel()
    events = begin(provider, cancel=cancel, deadline=patient())
    assert next(events) == Delta("a")
    cancel.cancel()
    assert server.wait_for_generating(0, SOON)
    assert list(events) == [CANCELLED]


def test_whoever_leaves_early_stops_the_server_too(server, provider):
    server.script([endless("la ", 0.005)])
    events = begin(provider, deadline=patient())
    next(events)
    events.close()
    assert server.wait_for_generating(0, SOON)


def test_nothing_is_asked_when_it_was_cancelled_before(server, provider):
    cancel = Cancel()
    cancel.cancel()
    assert list(begin(provider, cancel=cancel)) == [CANCELLED]
    assert server.requests == []


def test_between_two_attempts(server, provider):
    server.script(refuse(429, "wait", retry_after="9"))
    cancel, got = Cancel(), []
    thread = collect(begin(provider, cancel=cancel, deadline=patient()), got)
    deadline = time.monotonic() + SOON
    while not server.requests and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    cancel.cancel()
    thread.join(6)  # less than the server asked for
    assert got == [CANCELLED]


def test_while_connecting():
    with full_backlog() as port:
        cancel, got = Cancel(), []
        provider = make("ollama", f"http://127.0.0.1:{port}")
        thread = collect(begin(provider, cancel=cancel, deadline=patient()), got)
        time.sleep(0.3)
        cancel.cancel()
        thread.join(SOON)
        assert got == [CANCELLED]


def test_one_cancel_serves_one_call_after_another(server, provider):
    cancel = Cancel()
    for _turn in range(3):
        assert list(begin(provider, cancel=cancel))[-1].reason == "stop"
    assert cancel._actions == []
