"""The id of the request for which a model is asked reaches the server, also by another thread."""

from __future__ import annotations

import queue
import threading

import pytest

from runs.thread import started

from ..product.llm_scripted import say
from .conftest import begin

REQUEST_ID = "request-of-tests"


@pytest.fixture
def request_id(monkeypatch):
    monkeypatch.setattr(threading.current_thread(), "request_id", REQUEST_ID, raising=False)


def sent(server) -> list[str | None]:
    return [request.headers.get("x-request-id") for request in server.requests]


def test_none(server, chat):
    server.script([say("Yes.")])
    chat()
    assert sent(server) == [None]


def test_this_threads(server, chat, request_id):
    server.script([say("Yes.")])
    chat()
    assert sent(server) == [REQUEST_ID]


def test_that_of_the_thread_which_started_it(server, provider, request_id):
    server.script([say("Yes.")])
    done = queue.SimpleQueue()
    started(lambda: done.put(list(begin(provider))), "a chat")
    done.get(timeout=20)
    assert sent(server) == [REQUEST_ID]
