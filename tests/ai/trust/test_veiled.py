"""What a server outside is sent, and what comes back, over HTTP."""

from __future__ import annotations

import pytest

from providers import Call, Called, Deadline, Message, endpoint
from trust.veiled import Veiling

from ...product.llm_scripted import call, say
from ..conftest import begin, make

VEILING = Veiling(("IBAN", "card", "e-mail", "phone"), "customer: C-\\d{6}")
QUESTION = "Who is a.b@example.org, C-123456?"


@pytest.fixture
def outside(monkeypatch):
    monkeypatch.setattr(endpoint.Endpoint, "is_local", property(lambda self: False))


@pytest.fixture(params=["ollama", "openai"])
def provider(request, server):
    return make(request.param, server.url, around=VEILING)


def text_of(events):
    return "".join(getattr(event, "text", "") for event in events)


def test_a_server_outside_is_not_told(provider, server, outside):
    server.script([say("It is [e-"), say("mail 1], our [customer 1]"), say(".")])
    events = list(begin(provider, QUESTION))
    assert server.sent()[-1]["messages"][0]["content"] == "Who is [e-mail 1], [customer 1]?"
    assert text_of(events) == "It is a.b@example.org, our C-123456."


def test_a_server_in_the_own_network_is(provider, server):
    list(begin(provider, QUESTION))
    assert server.sent()[-1]["messages"][0]["content"] == QUESTION


def test_calls_and_results(provider, server, outside):
    server.script([say("Let me see ["), call("search", {"email": "[e-mail 1]"})])
    messages = [
        Message("user", QUESTION),
        Message("assistant", "", calls=(Call("1", "search", {"email": "a.b@example.org"}),)),
        Message("tool", "phone +32 2 555 01 99", call_id="1", tool="search"),
    ]
    events = list(begin(provider, messages=messages))
    assert "example.org" not in str(server.sent())
    assert "555 01 99" not in str(server.sent())
    assert text_of(events) == "Let me see ["
    [called] = [event.call for event in events if isinstance(event, Called)]
    assert called.arguments == {"email": "a.b@example.org"}


def test_embeddings(provider, server, outside):
    provider.embed("nomic-embed-text", [QUESTION], deadline=Deadline())
    assert server.sent("embed")[-1]["input"] == ["Who is [e-mail 1], [customer 1]?"]


def test_the_server_stops_when_the_chat_is_left(provider, server, outside):
    from ...product.llm_scripted import endless

    server.script([endless("word ", 0.01)])
    events = begin(provider)
    next(events)
    events.close()
    assert server.wait_for_generating(0, 5)
