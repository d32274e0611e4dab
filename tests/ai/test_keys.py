"""The key is in the request, and nowhere else."""

from __future__ import annotations

import copy
import logging
import traceback

import pytest

import providers
from providers import Deadline, ProviderError
from providers.secret import Secret
from providers.settings import from_environment

from ..product.llm_scripted import ScriptedServer, error, refuse, say
from .conftest import KEY, begin, make


def test_it_is_sent_to_openai_and_not_to_ollama(server, provider):
    list(begin(provider))
    sent = server.requests[0].headers.get("authorization")
    assert sent == (f"Bearer {KEY}" if provider.name == "openai" else None)


def test_it_is_in_no_representation():
    provider = make("openai", "https://api.openai.com/v1")
    configuration = from_environment(
        {"AI_PROVIDER": "openai", "OPENAI_API_KEY": KEY, "OPENAI_MODEL": "m"}
    )
    assert configuration.openai_key.reveal() == KEY
    for thing in (provider, vars(provider), configuration, copy.copy(configuration)):
        assert KEY not in repr(thing)
        assert KEY not in str(thing)
    assert KEY not in f"{configuration.openai_key} {configuration.openai_key!r}"


@pytest.mark.parametrize(
    "reply",
    [
        refuse(401, f"Incorrect API key provided: {KEY}."),
        refuse(400, f"Bad header: Bearer {KEY}"),
        [error(f"unexpected token {KEY}")],
        [say("a"), error(f"unexpected token {KEY}")],
    ],
)
def test_a_server_that_repeats_it_makes_no_error_of_it(server, reply, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    server.script(*[reply] * 3)
    with pytest.raises(ProviderError) as caught:
        list(begin(make("openai", server.url)))
    told = "".join(traceback.format_exception(caught.value))
    assert "…" in caught.value.message
    for text in (told, repr(caught.value), caplog.text, *capfd.readouterr()):
        assert KEY not in text


def test_it_is_in_no_log_of_a_chat_that_went_well(server, caplog):
    caplog.set_level(logging.DEBUG)
    list(begin(make("openai", server.url)))
    assert caplog.records  # the clients do log at this level
    assert KEY not in caplog.text


@pytest.mark.parametrize("key", ["sk-a\nX-Injected: 1", "sk-ä", "sk a"])
def test_one_that_no_header_can_carry_is_refused_without_being_told(key):
    with pytest.raises(providers.InvalidConfiguration) as caught:
        from_environment({"AI_PROVIDER": "openai", "OPENAI_API_KEY": key, "OPENAI_MODEL": "m"})
    assert caught.value.faults == ["OPENAI_API_KEY holds characters that no key has: copy it again"]
    with pytest.raises(ProviderError) as refused:
        make("openai", "https://api.openai.com/v1", openai_key=Secret(key))
    assert key not in str(refused.value)


def test_it_does_not_travel_unencrypted_through_the_internet():
    def resolver(host, port):
        return ["192.88.98.1"]

    provider = make("openai", "http://api.test/v1", resolver=resolver)
    with pytest.raises(ProviderError) as caught:
        list(begin(provider, deadline=Deadline(connect=2, idle=2, total=2)))
    assert (caught.value.kind, caught.value.remedy) == (
        "refused_address",
        "Use an https:// address.",
    )


def test_a_wrong_one_is_told_apart():
    with ScriptedServer(key="sk-right") as server:
        with pytest.raises(ProviderError) as caught:
            list(begin(make("openai", server.url)))
        assert caught.value.kind == "unauthorised"
        right = make("openai", server.url, openai_key=Secret("sk-right"))
        assert list(begin(right))[-1].reason == "stop"
