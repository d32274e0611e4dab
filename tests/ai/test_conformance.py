"""The official clients, as anybody uses them, against our test servers: that these are right."""

from __future__ import annotations

import json

import ollama
import openai
import pytest

from ..product.llm_scripted import call, say

SERVERS = ["scripted", pytest.param("engine", marks=pytest.mark.engine)]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
QUESTION = [{"role": "user", "content": "What is the weather in Paris?"}]
FEW_MORE = {"num_predict": 64, "temperature": 0}
FEW = {"num_predict": 8, "temperature": 0}
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string", "enum": ["Paris", "Rome"]}},
    "required": ["city"],
    "additionalProperties": False,
}


@pytest.fixture(params=SERVERS)
def running(request):
    return request.getfixturevalue("server" if request.param == "scripted" else "engine")


@pytest.fixture
def client(running):
    return ollama.Client(running.url)


@pytest.fixture
def script(running):
    """What the scripted one is to say; the real one says what it likes."""
    return getattr(running, "script", lambda *replies, **options: None)


def test_models(client):
    names = [model.model for model in client.list().models]
    assert "llama3.2:latest" in names
    assert "tools" in client.show("llama3.2").capabilities
    assert client.show("nomic-embed-text").capabilities == ["embedding"]


def test_chat_at_once(client):
    answer = client.chat("llama3.2", QUESTION, options=FEW)
    assert answer.message.content
    assert answer.done
    assert answer.eval_count > 0
    assert answer.prompt_eval_count > 0


def test_chat_in_pieces(client):
    parts = list(client.chat("llama3.2", QUESTION, options=FEW, stream=True))
    assert len([part for part in parts if part.message.content]) > 1
    assert [part.done for part in parts] == [False] * (len(parts) - 1) + [True]
    assert parts[-1].done_reason in ("stop", "length")


@pytest.mark.parametrize("stream", [False, True])
def test_chat_that_follows_a_schema(client, script, stream):
    script([say('{"city": '), say('"Paris"}')])
    answer = client.chat(
        "llama3.2", QUESTION, format=SCHEMA, options={"temperature": 0}, stream=stream
    )
    text = "".join(p.message.content for p in answer) if stream else answer.message.content
    assert json.loads(text)["city"] in ("Paris", "Rome")


@pytest.mark.parametrize("stream", [False, True])
def test_chat_with_a_tool(client, script, stream):
    script([call("weather", {"city": "Paris"})], [say("Sunny.")])
    answer = client.chat("llama3.2", QUESTION, tools=[WEATHER], options=FEW_MORE, stream=stream)
    parts = list(answer) if stream else [answer]
    (asked,) = [c for part in parts for c in part.message.tool_calls or ()]
    assert asked.function.name == "weather"
    assert isinstance(asked.function.arguments["city"], str)
    told = [
        *QUESTION,
        {"role": "assistant", "tool_calls": [asked]},
        {"role": "tool", "tool_name": "weather", "content": "sunny, 21 degrees"},
    ]
    assert client.chat("llama3.2", told, tools=[WEATHER], options=FEW).message.content


def test_keeping_a_model_loaded(client):
    assert client.chat("llama3.2", QUESTION, options=FEW, keep_alive="5m").done


def test_embeddings(client):
    one, other = client.embed("nomic-embed-text", ["a red chair", "tax law"]).embeddings
    assert len(one) == len(other) > 1
    assert client.embed("nomic-embed-text", "a red chair").embeddings[0] == pytest.approx(one)
    assert sum(number * number for number in one) == pytest.approx(1.0, abs=1e-3)


def test_a_download(client):
    progress = list(client.pull("llama3.2:1b", stream=True))
    assert progress[0].status == "pulling manifest"
    assert progress[-1].status == "success"
    assert max(step.completed or 0 for step in progress) == progress[1].total


def test_a_model_that_is_not_there(client):
    with pytest.raises(ollama.ResponseError) as caught:
        client.chat("gpt-17", QUESTION)
    assert caught.value.status_code == 404
    assert caught.value.error == "model 'gpt-17' not found"


@pytest.fixture(params=SERVERS)
def openai_client(request):
    if request.param == "engine":
        url = request.getfixturevalue("engine").openai_url
    else:
        url = request.getfixturevalue("server").url + "/v1"
    return openai.OpenAI(base_url=url, api_key="no secret", max_retries=0, timeout=60)


def test_openai_chat_at_once(openai_client):
    answer = openai_client.chat.completions.create(
        model="llama3.2", messages=QUESTION, max_tokens=8
    )
    assert answer.choices[0].message.content
    assert answer.choices[0].finish_reason in ("stop", "length")
    assert answer.usage.completion_tokens > 0


def test_openai_chat_in_pieces(openai_client):
    chunks = list(
        openai_client.chat.completions.create(
            model="llama3.2", messages=QUESTION, max_tokens=8, stream=True,
            stream_options={"include_usage": True},
        )
    )  # fmt: skip
    said = [choice.delta.content for chunk in chunks for choice in chunk.choices]
    assert len([text for text in said if text]) > 1
    assert chunks[-1].usage.completion_tokens > 0


def test_openai_models(openai_client):
    assert openai_client.models.list().data


def test_openai_embeddings(server):
    client = openai.OpenAI(base_url=f"{server.url}/v1", api_key="no secret")
    found = client.embeddings.create(
        model="nomic-embed-text", input=["a", "b"], encoding_format="float"
    )
    assert sorted(item.index for item in found.data) == [0, 1]
    assert len(found.data[0].embedding) == 64
