"""From the environment to a provider."""

from __future__ import annotations

import pytest

from providers import Configuration, InvalidConfiguration, ProviderError, from_environment, make
from providers.settings import Secret

OPENAI = {"AI_PROVIDER": "openai", "OPENAI_API_KEY": "sk-secret", "OPENAI_MODEL": "gpt"}


@pytest.mark.parametrize(
    ("environment", "provider", "url", "model"),
    [
        ({}, "none", "", ""),
        ({"AI_PROVIDER": ""}, "none", "", ""),
        ({"OPENAI_API_KEY": "sk-secret", "OPENAI_MODEL": "gpt"}, "none", "", ""),
        ({"OLLAMA_BASE_URL": "http://ollama:11434"}, "ollama", "http://ollama:11434", "llama3.2"),
        ({"OLLAMA_BASE_URL": "http://ollama:11434", "AI_PROVIDER": "none"}, "none", "", ""),
        (
            {"AI_PROVIDER": "ollama", "OLLAMA_BASE_URL": "http://o", "OLLAMA_MODEL": "qwen3"},
            "ollama", "http://o", "qwen3",
        ),
        (OPENAI, "openai", "https://api.openai.com/v1", "gpt"),
        ({**OPENAI, "OPENAI_BASE_URL": "http://vllm/v1"}, "openai", "http://vllm/v1", "gpt"),
    ],
)  # fmt: skip
def test_who_answers(environment, provider, url, model):
    found = from_environment(environment)
    assert (found.provider, found.base_url, found.model) == (provider, url, model)


def test_embeddings_need_a_model_that_is_named():
    environment = {"OLLAMA_BASE_URL": "http://o"}
    assert from_environment(environment).embedding_model == ""
    named = from_environment({**environment, "AI_EMBEDDING_MODEL": " nomic-embed-text "})
    assert named.embedding_model == "nomic-embed-text"


def test_all_faults_are_told_at_once():
    with pytest.raises(InvalidConfiguration) as caught:
        from_environment(
            {
                "AI_PROVIDER": "openai",
                "AI_ALLOW_PRIVATE_ADDRESSES": "maybe",
                "OLLAMA_BASE_URL": "http://user:secret@ollama",
            }
        )
    assert caught.value.faults == [
        "AI_PROVIDER='openai' needs OPENAI_API_KEY, the account's key",
        "AI_PROVIDER='openai' needs OPENAI_MODEL, a model's name",
        "AI_ALLOW_PRIVATE_ADDRESSES='maybe' must be 0 or 1",
        "OLLAMA_BASE_URL: The address of the AI server holds a user name or password; the key has "
        "a place of its own.",
    ]


def test_an_unknown_provider():
    with pytest.raises(InvalidConfiguration) as caught:
        from_environment({"AI_PROVIDER": "clippy"})
    assert caught.value.faults == ["AI_PROVIDER='clippy' must be one of ollama, openai, none"]


def test_what_the_operator_names_may_be_private_and_nothing_else():
    found = from_environment({"OLLAMA_BASE_URL": "http://127.0.0.1:11434"})
    assert (found.allow_private, found.allowed_hosts) == (False, {"127.0.0.1:11434"})
    assert make(found).is_local


def test_without_a_provider_there_is_none():
    with pytest.raises(ProviderError) as caught:
        make(Configuration())
    assert caught.value.kind == "not_configured"
    assert "AI_PROVIDER" in caught.value.remedy


def test_what_people_are_shown():
    ollama = make(from_environment({"OLLAMA_BASE_URL": "http://127.0.0.1:11434/"}))
    assert (ollama.name, ollama.endpoint, ollama.is_local) == ("ollama", "127.0.0.1:11434", True)
    openai = make(
        Configuration("openai", openai_key=Secret("sk-secret")),
        resolver=lambda *_: ["104.18.6.192"],
    )
    assert (openai.name, openai.endpoint, openai.is_local) == (
        "openai", "api.openai.com:443", False,
    )  # fmt: skip


def test_a_name_that_does_not_resolve_is_not_called_local():
    def resolver(host, port):
        raise OSError

    ollama = make(from_environment({"OLLAMA_BASE_URL": "http://ollama"}), resolver=resolver)
    assert not ollama.is_local
