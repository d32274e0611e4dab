"""Ollama cuts a prompt that does not fit, silently: what it is asked for, and what is noticed."""

from __future__ import annotations

import pytest

from providers import Message, Tool, window
from providers.events import Finished

from ..product.llm_scripted import say
from .conftest import begin, make

SHORT, LONG, ENDLESS = "word " * 100, "word " * 4000, "word " * 20000
CHINESE = "发票" * 3000
PICTURE = Message("user", "What is this?", images=(b"\x89PNG", b"\x89PNG", b"\x89PNG"))
TOOL = Tool("search", "Find " * 3000, {"type": "object", "properties": {}})


def asked(server, text, *, most=8192, **options):
    [*_, end] = begin(make("ollama", server.url, context_tokens=most), text, **options)
    assert isinstance(end, Finished)
    return server.sent()[-1]["options"]["num_ctx"], end


@pytest.mark.parametrize(
    ("text", "most", "size", "truncated"),
    [
        (SHORT, 8192, 4096, False),
        (LONG, 8192, 8192, False),
        (LONG, 2048, 2048, True),
        (ENDLESS, 8192, 8192, True),
        (ENDLESS, 65536, 65536, False),
        (CHINESE, 8192, 8192, False),
    ],
)
def test_the_window_holds_the_prompt_or_it_is_told(server, text, most, size, truncated):
    found, end = asked(server, text, most=most)
    assert (found, end.truncated) == (size, truncated)


def test_tools_and_images_take_their_part(server):
    assert asked(server, SHORT, tools=[TOOL])[0] == 8192
    assert asked(server, "", messages=[PICTURE])[0] == 8192


@pytest.mark.parametrize(
    ("counted", "truncated"),
    [
        (None, False),
        (8192, True),  # it filled the window
        (3000, True),  # it left whole messages out
        (7000, False),
    ],
)
def test_what_a_count_tells(counted, truncated):
    """30,000 bytes: from 5,000 tokens to 10,000."""
    messages = [Message("user", "x" * 30000)]
    assert window.is_truncated(messages, (), 8192, counted) is truncated


def test_a_server_that_counts_little_of_a_short_prompt_has_not_cut_it():
    """Some count only what they had not seen before."""
    assert not window.is_truncated([Message("user", SHORT)], (), 4096, 1)


def test_openai_is_not_asked_for_a_window(server):
    server.script([say("x")])
    [*_, end] = begin(make("openai", server.url), ENDLESS)
    assert "options" not in server.sent()[-1]
    assert not end.truncated


@pytest.mark.parametrize("text", ["1023", "1048577", "many", "²", "-1"])
def test_only_sizes(text):
    from providers.settings import InvalidConfiguration, from_environment

    with pytest.raises(InvalidConfiguration, match="AI_CONTEXT_TOKENS"):
        from_environment({"AI_CONTEXT_TOKENS": text})
