"""What a script is made of. A reply is a list of steps, a step is plain JSON: ``{what: with}``.

A reply that ends without :func:`stall`, :func:`cut` or :func:`endless` is finished as a model's is.
"""

from __future__ import annotations

from typing import Any

Step = dict[str, Any]
Reply = list[Step]


def say(text: str) -> Step:
    """A piece of text, sent at once."""
    return {"say": text}


def call(name: str, arguments: dict[str, Any] | str) -> Step:
    """A tool call. ``arguments`` as text go out as they are, valid JSON or not."""
    return {"call": [name, arguments]}


def wait(seconds: float) -> Step:
    """Say nothing for a while: as first step, a slow first token."""
    return {"wait": seconds}


def stall() -> Step:
    """Say nothing any more, for as long as the client is there."""
    return {"stall": True}


def cut() -> Step:
    """Close the connection."""
    return {"cut": True}


def endless(text: str, every: float = 0.0) -> Step:
    """Say ``text`` again and again, as long as somebody listens."""
    return {"endless": [text, every]}


def line(length: int) -> Step:
    """``length`` bytes without the end of a line."""
    return {"line": length}


def raw(text: str) -> Step:
    """A line as it is, whatever the protocol has to say about it."""
    return {"raw": text}


def error(text: str) -> Step:
    """An error in mid-answer, after which it ends."""
    return {"error": text}


def reason(word: str) -> Step:
    """Why the answer ends, in the protocol's word (``length``); after it nothing more is said."""
    return {"reason": word}


def refuse(status: int, text: str = "", **headers: str) -> Reply:
    """An HTTP status with an error in the protocol's form, or without one. ``retry_after="3"``
    becomes the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return [{"refuse": [status, text, named]}]


def redirect(to: str, status: int = 307) -> Reply:
    return refuse(status, location=to)


def answer(body: Any) -> Reply:
    """A whole body instead of the protocol's: JSON, or text that is sent as it is."""
    return [{"answer": body}]
