"""Ollama's window: how many tokens a prompt and its answer share.

Ollama gives a model 4096 tokens unless it is asked for more (https://docs.ollama.com/context-length),
and leaves out the oldest of what does not fit, without a word. So it is asked for a window that
holds the prompt, in few sizes: with another one it loads the model anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from .messages import Message, Tool

SMALLEST = 4096
CONTEXT_TOKENS = 8192
"""The largest that is asked for by default: each doubling costs the server memory, for a model of
3 billion weights some 0.5 GB at 4096."""
ANSWER_TOKENS = 1024
"""What is left for the answer."""
IMAGE_TOKENS = 1024
MESSAGE_TOKENS = 8
"""Role and marks of each message."""
FEWEST_BYTES, MOST_BYTES = 3, 6
"""Of UTF-8 text, on average, in a token: English has 4 to 5, German 3 to 4, Chinese 2 to 3."""


def text_bytes(messages: Sequence[Message], tools: Sequence[Tool] = ()) -> int:
    texts = [message.text for message in messages]
    texts += [json.dumps(call.arguments) for message in messages for call in message.calls]
    texts += [tool.name + tool.description + json.dumps(tool.parameters) for tool in tools]
    return sum(len(text.encode("utf-8", "replace")) for text in texts)


def needed(messages: Sequence[Message], tools: Sequence[Tool] = ()) -> int:
    """Tokens that the prompt takes at most, counted without the model's own vocabulary."""
    images = sum(len(message.images) for message in messages)
    return (
        -(-text_bytes(messages, tools) // FEWEST_BYTES)
        + MESSAGE_TOKENS * (len(messages) + len(tools))
        + IMAGE_TOKENS * images
    )


def window(prompt_tokens: int, most: int) -> int:
    """The window to ask for: the smallest size that holds prompt and answer, at most ``most``.

    >>> window(100, 8192), window(4000, 8192), window(9000, 8192), window(9000, 20000)
    (4096, 8192, 8192, 16384)
    >>> window(100, 2048)
    2048
    """
    size = SMALLEST
    while size < prompt_tokens + ANSWER_TOKENS and size < most:
        size *= 2
    return min(size, most)


def is_truncated(
    messages: Sequence[Message], tools: Sequence[Tool], size: int, counted: int | None
) -> bool:
    """Whether the server has left something out of a prompt for which it had ``size`` tokens and
    of which it ``counted`` so many: it filled the window, or the text had more than could be read.
    """
    if not counted or needed(messages, tools) <= size:
        return False
    return counted >= size or counted * MOST_BYTES < text_bytes(messages, tools)
