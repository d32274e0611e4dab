"""Who answers where the first provider fails, and that nothing is sent to the second before."""

from __future__ import annotations

import pytest

from providers import Deadline, Delta, ProviderError
from providers.fallback import Fallback
from trust.around import Around
from trust.veiled import Veiling

from ..product.llm_scripted import ScriptedServer, cut, error, raw, refuse, say, stall
from .conftest import MODEL, begin, make

HELLO = [say("Here I am.")]


@pytest.fixture
def other():
    with ScriptedServer() as running:
        yield running


@pytest.fixture
def pair(server, other):
    return Fallback(make("ollama", server.url), make("openai", other.url), MODEL)


def text(events):
    return "".join(event.text for event in events if isinstance(event, Delta))


def patience(reply=()):
    """Short only before a server that stalls; whoever answers does so within it, also when busy."""
    return Deadline(connect=5, idle=2 if stall() in reply else 30, total=60)


@pytest.mark.parametrize(
    "replies",
    [[refuse(503, "busy")] * 3, [[stall()]], [[cut()]] * 3, [refuse(429, retry_after="60")]],
    ids=["503", "stall", "cut", "429"],
)
def test_the_second_answers_where_the_first_is_down(server, other, pair, replies):
    server.script(*replies)
    other.script(HELLO)
    assert pair.name == "ollama"
    assert text(begin(pair, deadline=patience(replies[0]))) == "Here I am."
    assert (pair.name, pair.endpoint, pair.model("x")) == (
        "openai", other.url.removeprefix("http://"), MODEL,
    )  # fmt: skip


def test_nobody_who_listens(other):
    nobody = make("ollama", "http://127.0.0.1:9")
    pair = Fallback(nobody, make("openai", other.url), MODEL)
    other.script(HELLO)
    assert text(begin(pair)) == "Here I am."


def test_the_second_is_not_asked_where_the_first_answers(server, other, pair):
    server.script(HELLO)
    assert text(begin(pair)) == "Here I am."
    assert other.requests == []
    assert not pair.has_switched


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ([say("Well"), cut()], "cut"),
        ([say("Well"), error("out of memory")], "server_error"),
        ([say("Well"), stall()], "timeout_idle"),
        (refuse(404, "model 'x' not found"), "model_missing"),
        (refuse(401, "no"), "unauthorised"),
        (refuse(400, "no"), "refused_request"),
        ([raw("no JSON")], "bad_answer"),
    ],
)
def test_after_the_first_word_or_where_it_is_set_up_wrongly_it_is_not_asked(
    server, other, pair, reply, kind
):
    server.script(reply)
    with pytest.raises(ProviderError) as caught:
        list(begin(pair, deadline=patience(reply)))
    assert caught.value.kind == kind
    assert other.requests == []


def test_an_address_that_is_refused_is_no_reason(other):
    first = make("ollama", "http://127.0.0.1:9", allow_private=False)
    pair = Fallback(first, make("openai", other.url), MODEL)
    with pytest.raises(ProviderError) as caught:
        list(begin(pair))
    assert caught.value.kind == "refused_address"
    assert other.requests == []


def test_it_stays_with_the_second(server, other, pair):
    server.script(*[refuse(503)] * 3)
    list(begin(pair))
    asked = len(server.requests)
    list(begin(pair))
    assert (len(server.requests), len(other.sent())) == (asked, 2)


def test_both_fail(server, other, pair):
    server.script(*[refuse(503, "loading")] * 3)
    other.script(refuse(401, "revoked"))
    with pytest.raises(ProviderError) as caught:
        list(begin(pair))
    assert caught.value.kind == "unauthorised"
    assert "loading" in str(caught.value)
    assert "In its place: " in str(caught.value)


def test_nothing_is_sent_unless_it_could_be_noted_before(server, other, pair):
    def note():
        assert pair.name == "openai"
        assert other.requests == []
        raise RuntimeError("the database is away")

    pair.before = note
    server.script(*[refuse(503)] * 3)
    with pytest.raises(RuntimeError, match="away"):
        list(begin(pair))
    assert other.requests == []
    assert pair.name == "ollama"


def test_each_is_veiled_by_where_it_is(server, other, monkeypatch):
    from providers import Configuration, endpoint
    from providers.settings import Secret

    monkeypatch.setattr(
        endpoint.Endpoint, "is_local", property(lambda self: str(other.port) not in self.url)
    )
    substitute = Configuration(
        provider="openai", openai_base_url=f"{other.url}/v1", openai_model=MODEL,
        openai_key=Secret("sk-secret"), allow_private=True,
    )  # fmt: skip
    pair = make("ollama", server.url, around=Around(Veiling(("e-mail",)), substitute))
    server.script(*[refuse(503)] * 3)
    other.script([say("To [e-mail 1].")])
    assert text(begin(pair, "To a@example.org")) == "To a@example.org."
    assert server.sent()[0]["messages"][0]["content"] == "To a@example.org"
    assert other.sent()[0]["messages"][0]["content"] == "To [e-mail 1]"
