"""What a chat yields, and what is sent for it, in both protocols."""

from __future__ import annotations

import base64
import json

import pytest

from providers import Call, Called, Delta, Finished, Message, Tool

from ..product.llm_scripted import call, reason, say, wait
from .conftest import MODEL

PNG = b"\x89PNG\r\n\x1a\n picture"
SEARCH = Tool(
    "search",
    "Find partners",
    {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
)


def test_text_arrives_in_pieces_and_ends_once(server, chat):
    server.script([say("Hel"), wait(0.05), say("lo")])
    assert chat("Three words please") == [
        Delta("Hel"),
        Delta("lo"),
        Finished(MODEL, "stop", 3, 2),
    ]


def test_the_first_piece_is_there_before_the_last_is_said(server, provider):
    from .conftest import begin

    server.script([say("first"), *([wait(0.1), say(".")] * 3)])
    events = begin(provider)
    assert next(events) == Delta("first")
    assert server.generating == 1
    assert isinstance(list(events)[-1], Finished)


def test_an_answer_that_ran_out_of_tokens_says_so(server, chat):
    server.script([say("Once upon"), reason("length")])
    assert chat()[-1].reason == "length"


def test_calls_come_after_the_text_and_in_their_order(server, chat):
    server.script([call("search", {"name": "Azure"}), say("Let me look."), call("count", {})])
    text, first, second, end = chat(tools=[SEARCH])
    assert text == Delta("Let me look.")
    assert (first.call.name, first.call.arguments) == ("search", {"name": "Azure"})
    assert (second.call.name, second.call.arguments) == ("count", {})
    assert first.call.id
    assert first.call.id != second.call.id
    assert end.reason == "tool_calls"


def test_a_tool_that_nobody_offered_is_handed_on_for_the_caller_to_refuse(server, chat):
    server.script([call("drop_database", {"really": True})])
    assert [event.call.name for event in chat() if isinstance(event, Called)] == ["drop_database"]


def test_tools_may_be_declined(server, chat):
    server.script([say("I know that.")])
    assert chat(tools=[SEARCH])[0] == Delta("I know that.")
    assert server.sent()[0]["tools"][0]["function"]["name"] == "search"


def test_an_answer_without_text_is_one(server, chat):
    server.script([say("")])
    assert [type(event) for event in chat()] == [Finished]


CONVERSATION = [
    Message("system", "Be brief."),
    Message("user", "What is this?", images=(PNG,)),
    Message("assistant", "", calls=(Call("call_7", "search", {"name": "Azure"}),)),
    Message("tool", "2 partners", call_id="call_7", tool="search"),
]


@pytest.mark.parametrize("provider", ["ollama"], indirect=True)
def test_what_ollama_is_sent(server, chat):
    chat(messages=CONVERSATION, tools=[SEARCH], schema={"type": "object"})
    (sent,) = server.sent()
    assert sent["messages"] == [
        {"role": "system", "content": "Be brief."},
        {
            "role": "user",
            "content": "What is this?",
            "images": [base64.b64encode(PNG).decode()],
        },
        {
            "role": "assistant",  # its client leaves an empty content out
            "tool_calls": [{"function": {"name": "search", "arguments": {"name": "Azure"}}}],
        },
        {"role": "tool", "content": "2 partners", "tool_name": "search"},
    ]
    assert (sent["model"], sent["stream"], sent["format"]) == (MODEL, True, {"type": "object"})
    assert sent["tools"][0] == {
        "type": "function",
        "function": {
            "name": "search",
            "description": "Find partners",
            "parameters": SEARCH.parameters,
        },
    }


@pytest.mark.parametrize("provider", ["ollama"], indirect=True)
def test_what_ollamas_client_drops_of_a_tools_schema_is_in_its_description(server, chat):
    lines = {"type": "object", "description": "A line.", "properties": {"qty": {"type": "number"}}}
    either = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    parameters = {"type": "object", "properties": {"line": lines, "note": either}}
    chat(tools=[Tool("add", "Add a line", parameters)])
    sent = server.sent()[0]["tools"][0]["function"]["parameters"]["properties"]
    assert sent["line"] == {
        "type": "object",
        "description": 'A line. JSON schema: {"properties": {"qty": {"type": "number"}}}',
    }
    assert '{"anyOf": [{"type": "string"}, {"type": "null"}]}' in sent["note"]["description"]


@pytest.mark.parametrize("provider", ["openai"], indirect=True)
def test_what_openai_is_sent(server, chat):
    chat(messages=CONVERSATION, tools=[SEARCH], schema={"type": "object"})
    (sent,) = server.sent()
    picture = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    function = {"name": "search", "arguments": json.dumps({"name": "Azure"})}
    assert sent["messages"] == [
        {"role": "system", "content": "Be brief."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": picture}},
            ],
        },
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"id": "call_7", "type": "function", "function": function}],
        },
        {"role": "tool", "content": "2 partners", "tool_call_id": "call_7"},
    ]
    assert sent["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert sent["tools"][0]["function"]["parameters"] == SEARCH.parameters
    assert (sent["model"], sent["stream"]) == (MODEL, True)


def test_only_the_headers_that_are_needed_are_sent(server, chat, monkeypatch):
    monkeypatch.setenv("OLLAMA_API_KEY", "another-servers-key")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: 1")
    chat()
    assert server.requests[0].headers.keys() - {"authorization"} == {
        "host", "accept", "content-type", "content-length", "accept-encoding", "user-agent",
    }  # fmt: skip
    assert "another-servers-key" not in str(server.requests[0].headers)
