"""Each way in which a call can fail: its kind, what it says, and that it ends when it should."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager

import pytest

from providers import Deadline, Delta, Finished, ProviderError, Tool, errors

from ..product.llm_scripted import (
    answer,
    call,
    cut,
    endless,
    error,
    line,
    raw,
    redirect,
    refuse,
    say,
    stall,
    wait,
)
from .conftest import begin, make

AMPLE = {"connect": 5.0, "idle": 30.0, "total": 60.0}
SHORT = {
    "timeout_connect": {"connect": 1.0},
    "timeout_idle": {"idle": 0.4},
    "timeout_total": {"total": 1.2},
}
"""Seconds, of the one limit that a test waits for."""
LONG = 30.0
"""Seconds after which a test gives up waiting for a call that should have ended."""


def patience(kind: str) -> Deadline:
    """From now on, and short only where that kind of error is to come: machines are busy."""
    return Deadline(**AMPLE | SHORT.get(kind, {}))


# what the server does, the kind, words of the message, words of the remedy
CASES = {
    "no first token": ([stall()], "timeout_idle", "sent nothing for 0.4 s", "loading the model"),
    "slow first token": ([wait(5)], "timeout_idle", "sent nothing for 0.4 s", "smaller model"),
    "stall in mid-answer": ([say("a"), stall()], "timeout_idle", "sent nothing", "try again"),
    "endless": ([endless("la ", 0.01)], "timeout_total", "within 1.2 s", "Ask for less"),
    "cut in mid-answer": ([say("a"), cut()], "cut", "before the end", "Try again"),
    "no such model": (refuse(404, "model 'm' not found"), "model_missing", "'m'", "Choose one"),
    "another server": (refuse(404), "bad_answer", "HTTP 404", "Check that this is the address"),
    "wrong key": (refuse(401, "no such key"), "unauthorised", "no such key", "Check the key"),
    "forbidden": (refuse(403, "not for you"), "unauthorised", "not for you", "Check the key"),
    "too much asked for": (refuse(400, "too long"), "refused_request", "too long", "another model"),
    "elsewhere": (redirect("http://127.0.0.1:1/x"), "refused_address", "HTTP 307", "itself"),
    "a huge line": ([line(3_000_000)], "bad_answer", "without end", "address"),
    "no JSON": ([raw("garbage")], "bad_answer", "not understood", "address"),
    "other JSON": ([raw("[1, 2]")], "bad_answer", "not understood", "version"),
    "a web page": (answer("<html>Sign in</html>"), "bad_answer", "", "Check"),
    "an error in mid-answer": ([say("a"), error("out of memory")], "server_error", "memory", "log"),
    "arguments that are a list": ([call("t", "[1]")], "bad_answer", "", ""),
}


def failing(ask, *arguments, **options) -> tuple[ProviderError, float]:
    """The error in which ``ask`` ends, and after how many seconds."""
    start = time.monotonic()
    with pytest.raises(ProviderError) as caught:
        ask(*arguments, **options)
    return caught.value, time.monotonic() - start


@pytest.mark.parametrize("case", CASES)
def test_kind_words_and_remedy(server, chat, case):
    reply, kind, says, remedy = CASES[case]
    server.script(reply)
    problem, _seconds = failing(chat, deadline=patience(kind))
    assert (problem.kind, type(problem).kind) == (kind, kind)
    assert says in problem.message
    assert remedy in problem.remedy
    assert str(problem) == f"{problem.message} {problem.remedy}"
    assert "127.0.0.1" in problem.message or "tool" in problem.message
    assert server.wait_for_generating(0, 5)


@pytest.mark.parametrize("provider", ["openai"], indirect=True)
def test_arguments_that_are_no_json(server, chat):
    server.script([call("search", '{"name": "Azu')])
    problem, _seconds = failing(chat)
    assert problem.kind == "bad_answer"
    assert "'search'" in problem.message


@pytest.mark.parametrize("provider", ["openai"], indirect=True)
def test_what_the_content_filter_stopped_is_no_answer(server, chat):
    server.script([say("Well"), {"reason": "content_filter"}])
    assert failing(chat)[0].kind == "refused_request"


@pytest.mark.parametrize("case", ["no first token", "stall in mid-answer", "endless"])
def test_waiting_ends_no_sooner_than_allowed(server, chat, case):
    """(That it ends at all is tested above: without a limit, it would not.)"""
    reply, kind, _says, _remedy = CASES[case]
    server.script(reply)
    [limit] = SHORT[kind].values()
    assert failing(chat, deadline=patience(kind))[1] >= limit


def test_the_total_is_of_all_calls_with_a_deadline(server, chat):
    deadline = Deadline(idle=5, total=0.3)
    server.script([wait(0.5)])
    failing(chat, deadline=deadline)
    asked = len(server.requests)
    assert failing(chat, deadline=deadline)[0].kind == "timeout_total"
    assert len(server.requests) == asked


def test_nobody_listens(provider, server):
    server.__exit__()
    problem, _seconds = failing(lambda: list(begin(provider)))
    assert problem.kind == "unreachable"
    assert "Nobody answers at 127.0.0.1:" in problem.message


def test_no_such_name():
    def resolve(host, port):
        raise OSError("unknown")

    provider = make("ollama", "http://ollama.test", resolver=resolve)
    problem, _seconds = failing(lambda: list(begin(provider)))
    assert (problem.kind, problem.message) == ("unreachable", "There is no host named ollama.test.")


def test_a_resolver_that_does_not_answer():
    asleep = threading.Event()
    provider = make("ollama", "http://ollama.test", resolver=lambda *_: asleep.wait(LONG) or [])
    deadline = patience("timeout_connect")
    problem, _seconds = failing(lambda: list(begin(provider, deadline=deadline)))
    asleep.set()
    assert problem.kind == "timeout_connect"
    assert "not resolved" in problem.message


@contextmanager
def full_backlog():
    """A port on which connections are neither accepted nor refused."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port = listening.getsockname()[1]
        waiting = []
        for _number in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
            waiting.append(client)
        yield port
        for client in waiting:
            client.close()


def test_nobody_accepts():
    with full_backlog() as port:
        provider = make("ollama", f"http://127.0.0.1:{port}")
        deadline = patience("timeout_connect")
        problem, _seconds = failing(lambda: list(begin(provider, deadline=deadline)))
    assert problem.kind == "timeout_connect"
    assert "did not accept" in problem.message
    assert "firewalls" in problem.remedy


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again(server, chat, status):
    server.script(refuse(status, "busy"), refuse(status, "busy"), [say("Now")])
    assert [type(event) for event in chat()] == [Delta, Finished]
    assert len(server.requests) == 3


def test_but_not_for_ever(server, chat):
    server.script(*[refuse(500, "broken")] * 9)
    problem, _seconds = failing(chat)
    assert (problem.kind, len(server.requests)) == ("server_error", 3)
    assert '"broken"' in problem.message


def test_but_not_after_the_first_token(server, chat):
    server.script([say("a"), cut()], [say("b")])
    assert failing(chat)[0].kind == "cut"
    assert len(server.requests) == 1


@pytest.mark.parametrize("case", ["no such model", "wrong key", "no first token"])
def test_what_does_not_pass_is_not_tried_again(server, chat, case):
    reply, kind, _says, _remedy = CASES[case]
    server.script(reply)
    failing(chat, deadline=patience(kind))
    assert len(server.requests) == 1


def test_a_server_that_asks_for_much_patience_is_an_error_at_once(server, chat):
    server.script(refuse(429, "quota", retry_after="3600"))
    problem, _seconds = failing(chat)
    assert (problem.kind, problem.retry_after) == ("rate_limited", 3600.0)
    assert "credit" in problem.remedy
    assert len(server.requests) == 1


def test_what_a_server_says_is_quoted_on_one_line_and_bounded(server, chat):
    server.script(refuse(400, "line one\nline two \x1b[31m" + "x" * 5000))
    message = failing(chat)[0].message
    assert "line one line two" in message
    assert message.isprintable()
    assert len(message) < 400


def test_compressed_answers_are_not_unpacked(chat, server):
    """A few kilobytes could become gigabytes."""
    server.script([{"refuse": [200, "", {"Content-Encoding": "gzip"}]}])
    assert "compressed" in failing(chat)[0].message


def test_a_request_that_cannot_be_written_is_the_callers_mistake(chat, server):
    unwritable = Tool("t", "…", {"type": "object", "properties": {"x": {"enum": [object()]}}})
    with pytest.raises((TypeError, ValueError)):
        chat(tools=[unwritable])
    assert server.requests == []


def test_every_kind_has_a_remedy():
    kinds = {kind.kind: kind("What.") for kind in vars(errors).values() if _is_error(kind)}
    assert {name for name, problem in kinds.items() if not problem.remedy} == {"provider_error"}
    assert kinds.keys() >= {
        "unreachable", "refused_address", "timeout_connect", "timeout_idle", "timeout_total", "cut",
        "model_missing", "server_error", "bad_answer", "unauthorised", "rate_limited",
    }  # fmt: skip


def _is_error(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, ProviderError)
