"""The providers on a real language model: real tokens, real JSON, real vectors, real cancelling."""

from __future__ import annotations

import json
import threading
import time

import pytest

from native.processes import wait_until
from providers import Call, Called, Cancel, Deadline, Delta, Finished, Message, ProviderError, Tool

from .conftest import make

pytestmark = pytest.mark.engine

MODEL = "llama3.2"
SOON = 10  # s: the engine looks up between batches of tokens, on a machine with other work
STORY = [Message("user", "Tell me a very long story about a ship and its crew.")]
WEATHER = Tool(
    "weather",
    "The weather in a city",
    {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)
TOTAL = {
    "type": "object",
    "properties": {"currency": {"enum": ["EUR", "USD"]}, "total": {"type": "integer"}},
    "required": ["currency", "total"],
    "additionalProperties": False,
}


@pytest.fixture(params=["ollama", "openai"])
def provider(request, engine):
    return make(request.param, engine.url if request.param == "ollama" else engine.openai_url)


@pytest.fixture
def ollama(engine):
    return make("ollama", engine.url)


def ask(provider, messages, **options) -> list:
    return list(
        provider.chat(MODEL, messages, deadline=Deadline(total=120), cancel=Cancel(), **options)
    )


def test_it_is_well(provider):
    assert provider.health(Deadline()).ok
    assert provider.is_local


def test_a_story_is_cancelled_in_mid_answer_and_the_engine_stops(provider, engine):
    cancel, got = Cancel(), []
    spoke = threading.Event()

    def listen() -> None:
        chat = provider.chat(MODEL, STORY, deadline=Deadline(total=120), cancel=cancel)
        for event in chat:
            got.append(event)
            spoke.set()

    thread = threading.Thread(target=listen)
    thread.start()
    assert spoke.wait(60)
    assert engine.state()["busy"]
    cancel.cancel()
    thread.join(SOON)
    assert not thread.is_alive()
    assert wait_until(engine.is_quiet, SOON, 0.02)
    assert got[-1] == Finished(MODEL, "cancelled", None, None)
    assert any(isinstance(event, Delta) for event in got)


def test_a_long_prompt_is_cancelled_before_its_first_token(ollama, engine):
    cancel, got = Cancel(), []
    prompt = [Message("user", "ship " * 3500)]
    chat = ollama.chat(MODEL, prompt, deadline=Deadline(total=120), cancel=cancel)
    thread = threading.Thread(target=lambda: got.extend(chat))
    thread.start()
    assert wait_until(lambda: engine.state()["busy"], 30, 0.02)
    cancel.cancel()
    thread.join(SOON)
    assert got == [Finished(MODEL, "cancelled", None, None)]
    assert wait_until(engine.is_quiet, SOON, 0.02)


def test_leaving_early_stops_the_engine(ollama, engine):
    chat = ollama.chat(MODEL, STORY, deadline=Deadline(total=120), cancel=Cancel())
    next(chat)
    chat.close()
    assert wait_until(engine.is_quiet, SOON, 0.02)


def test_json_that_follows_a_schema(provider):
    question = [Message("user", "The bill says: total 42 EUR. Answer with currency and total.")]
    events = ask(provider, question, schema=TOTAL)
    answer = json.loads("".join(event.text for event in events if isinstance(event, Delta)))
    assert answer.keys() == {"currency", "total"}
    assert answer["currency"] in ("EUR", "USD")
    assert isinstance(answer["total"], int)


def test_a_tool_call_and_its_result(ollama):
    question = Message("user", "What is the weather in Paris?")
    called, end = ask(ollama, [question], tools=[WEATHER])
    assert isinstance(called, Called)
    assert called.call.name == "weather"
    assert called.call.arguments.keys() == {"city"}
    assert (end.reason, end.completion_tokens > 0) == ("tool_calls", True)
    result = Message("tool", "sunny, 21 degrees", call_id=called.call.id, tool="weather")
    asked = Message("assistant", "", calls=(Call(**vars(called.call)),))
    chat = ollama.chat(
        MODEL, [question, asked, result], tools=[WEATHER], deadline=Deadline(), cancel=Cancel()
    )
    assert isinstance(next(chat), Delta)
    chat.close()


def test_tokens_are_counted(provider):
    # Within a schema: freely, a model this small may go on until its window is full.
    (*deltas, end) = ask(provider, [Message("user", "A total of 7 EUR.")], schema=TOTAL)
    assert end.prompt_tokens > 5
    assert end.completion_tokens >= len(deltas) > 0


def test_vectors_mean_something(ollama):
    texts = [
        "The invoice is due in 30 days.",
        "La facture est payable sous trente jours.",
        "The cat sleeps on the sofa.",
    ]
    bill, facture, cat = ollama.embed("nomic-embed-text", texts, deadline=Deadline())
    assert dot(bill, facture) > dot(bill, cat)


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_a_model_that_is_not_there(ollama):
    with pytest.raises(ProviderError) as caught:
        list(ollama.chat("gpt-17", STORY, deadline=Deadline(), cancel=Cancel()))
    assert caught.value.kind == "model_missing"
    assert "'gpt-17'" in caught.value.message


def test_a_prompt_that_is_too_long_is_refused_in_words(ollama):
    with pytest.raises(ProviderError) as caught:
        ask(ollama, [Message("user", "ship " * 6000)])
    assert caught.value.kind == "refused_request"
    assert "context" in caught.value.message


def test_the_total_ends_a_story(provider, engine):
    start = time.monotonic()
    with pytest.raises(ProviderError) as caught:
        list(provider.chat(MODEL, STORY, deadline=Deadline(total=1.5), cancel=Cancel()))
    assert caught.value.kind == "timeout_total"
    assert time.monotonic() - start >= 1.5
    assert wait_until(engine.is_quiet, SOON, 0.02)
