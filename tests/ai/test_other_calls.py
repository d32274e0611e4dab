"""Embeddings, models, downloads and health."""

from __future__ import annotations

import pytest

from providers import Cancel, Deadline, Model, Progress, ProviderError

from ..product.llm_scripted import answer, error, refuse, stall
from .conftest import make

EMBEDDING = "nomic-embed-text"


def test_names_of_the_models(provider, server):
    assert set(provider.names(Deadline())) == set(server.models)
    server.script(answer({"models": [{}], "data": [{}]}), to="models")
    with pytest.raises(ProviderError) as caught:
        provider.names(Deadline())
    assert caught.value.kind == "bad_answer"
    server.script(refuse(500, "down"), to="models")
    with pytest.raises(ProviderError):
        provider.names(Deadline())


def test_a_vector_for_each_text_in_their_order(provider, server):
    texts = ["a red chair", "two tables", "a lamp"]
    vectors = provider.embed(EMBEDDING, texts, deadline=Deadline())
    assert vectors == [
        vector
        for text in texts
        for vector in provider.embed(EMBEDDING, [text], deadline=Deadline())
    ]
    assert len({tuple(vector) for vector in vectors}) == 3
    assert server.sent("embed")[0]["input"] == texts


def test_nothing_is_asked_for_no_texts(provider, server):
    assert provider.embed(EMBEDDING, [], deadline=Deadline()) == []
    assert server.requests == []


OLLAMA, OPENAI = "ollama", "openai"
BAD_VECTORS = [
    ("too few", {"embeddings": [[1.0]]}, {"data": [{"index": 0, "embedding": [1.0]}]}),
    (
        "of two lengths",
        {"embeddings": [[1.0], [1.0, 2.0]]},
        {"data": [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0, 2.0]}]},
    ),
    (
        "empty",
        {"embeddings": [[], []]},
        {"data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": []}]},
    ),
    (
        "not finite",
        '{"embeddings": [[1.0], [NaN]]}',
        '{"data": [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [NaN]}]}',
    ),
    ("no vectors", {"embeddings": "none"}, {"data": "none"}),
]


@pytest.mark.parametrize(("what", "ollama", "openai"), BAD_VECTORS)
def test_bad_vectors_are_refused(provider, server, what, ollama, openai):
    server.script(answer(ollama if provider.name == OLLAMA else openai), to="embed")
    with pytest.raises(ProviderError) as caught:
        provider.embed(EMBEDDING, ["a", "b"], deadline=Deadline())
    assert caught.value.kind == "bad_answer"


def test_ollama_tells_what_its_models_can_do(server):
    found = make("ollama", server.url).models(Deadline())
    assert found[1] == Model(
        "llava:latest", 2_019_393_189, ("llama",), frozenset({"completion", "vision"})
    )
    assert len(found) == 3


def test_openai_tells_the_names_only(server):
    found = make("openai", server.url).models(Deadline())
    assert found[1] == Model("llava:latest")


def test_a_download_tells_its_progress(server):
    ollama = make("ollama", server.url)
    steps = list(ollama.pull("mistral", Deadline(), Cancel()))
    assert Progress("pulling dde5aa3fc5ff", 1_009_696_594, 2_019_393_189) in steps
    assert steps[-1].status == "success"
    assert "mistral:latest" in [model.name for model in ollama.models(Deadline())]


def test_a_download_that_does_not_exist(server):
    server.script([error("pull model manifest: file does not exist")], to="pull")
    with pytest.raises(ProviderError) as caught:
        list(make("ollama", server.url).pull("mistrall", Deadline(), Cancel()))
    assert caught.value.kind == "model_missing"


def test_a_download_that_breaks_off(server):
    server.script([{"progress": {"status": "pulling manifest"}}], to="pull")
    with pytest.raises(ProviderError) as caught:
        list(make("ollama", server.url).pull("mistral", Deadline(), Cancel()))
    assert caught.value.kind == "cut"


def test_a_download_can_be_cancelled(server):
    server.script([{"progress": {"status": "pulling manifest"}}, stall()], to="pull")
    cancel = Cancel()
    steps = make("ollama", server.url).pull("mistral", Deadline(), cancel)
    assert next(steps).status == "pulling manifest"
    cancel.cancel()
    assert list(steps) == [Progress("cancelled")]


def test_openai_downloads_nothing(server):
    with pytest.raises(ProviderError) as caught:
        list(make("openai", server.url).pull("gpt", Deadline(), Cancel()))
    assert caught.value.kind == "refused_request"


def test_a_server_that_is_well(provider):
    assert provider.health(Deadline()).ok


def test_ollama_tells_its_version(server):
    assert make("ollama", server.url).health(Deadline()).version == "0.12.0-scripted"


@pytest.mark.parametrize(
    "reply", [answer({}), answer("<html>hello</html>"), refuse(404), refuse(502)]
)
def test_something_else_at_the_address_is_told_in_words(server, reply):
    server.script(*[reply] * 3, to="version")
    health = make("ollama", server.url).health(Deadline())
    assert not health.ok
    assert "127.0.0.1" in health.detail


def test_a_server_that_is_away_is_told_in_words(provider, server):
    server.__exit__()
    health = provider.health(Deadline(connect=1))
    assert not health.ok
    assert "Check that the AI server runs" in health.detail
