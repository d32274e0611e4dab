"""One run's life, as the events that its page is sent. Nothing is held while the model thinks."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ..providers import Cancel, Event, Finished, ProviderError
from .acting import Reset, Step, Unanswered
from .answering import Answering, Said
from .events import COMMENT, event
from .running import Running
from .turns import Ticket, Turns

_logger = logging.getLogger(__name__)
TICK_SECONDS = 0.5
"""How soon a closed page or a cancel is noticed at the latest."""
BEAT_SECONDS = 10.0


@dataclass
class Outcome:
    """How a run ended. ``kind`` is a provider's error's, or ours: ``cancelled``, ``closed`` (the
    page), ``interrupted`` (the server), ``unexpected``, an agent's reason to stop; and of one that
    is done, ``truncated``: the model has not read all of it."""

    state: Literal["done", "failed", "cancelled"]
    answer: str = ""
    kind: str = ""
    message: str = ""
    remedy: str = ""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    first_token_seconds: float | None = None
    seconds: float | None = None


class Later(Exception):
    """``ahead``: how many have to end before the run may start."""

    def __init__(self, ahead: int) -> None:
        super().__init__(ahead)
        self.ahead = ahead


class Store(Protocol):
    """The run's row. Each method takes a database connection and gives it back."""

    def start(self, room: int) -> Callable[[Cancel], Iterator[Event | Step | Reset]] | None:
        """Make it ``running`` if it is ``waiting``, once and for all: the chat to be had. ``None``:
        it is not waiting.

        :raise Later: in other processes, more than ``room`` are answered or come first
        """

    def look(self) -> None:
        """Stop the runs of this process that were cancelled in another one, if nobody has looked
        just now."""

    def beat(self, answer: str) -> bool:
        """Say that it is alive. Whether to go on."""

    def end(self, outcome: Outcome) -> None:
        """Write how it ended, unless it has ended already."""

    def described(self) -> dict[str, Any]:
        """The run as the browser sees it."""


def stream(
    store: Store, running: Running, turns: Turns, ticket: Ticket, parallel: int
) -> Iterator[bytes]:
    """The body of the answer to the page. ``ticket`` is given back, whatever happens."""
    life = _Life(store, running)
    try:
        yield from life.wait(turns, ticket, parallel)
        if life.outcome is None:
            chat = life.chat
            if chat is None:
                yield from stored(store.described())
                return
            answering = Answering(lambda: chat(running.cancel), lambda: turns.leave(ticket))
            yield from life.answer(answering)
    except GeneratorExit:
        life.outcome = Outcome("cancelled", kind="closed")
        raise
    except ProviderError as error:
        life.outcome = _failed(error)
    except Exception:
        _logger.exception("A run of a language model was broken off")
        life.outcome = Outcome("failed", kind="unexpected")
    finally:
        running.cancel.cancel()
        try:
            if life.outcome is not None:
                life.close()
        finally:
            turns.leave(ticket)
    yield event("end", store.described())


def stored(run: dict[str, Any]) -> Iterator[bytes]:
    """The events of a run that is not waiting, as its row has it."""
    if run["answer"]:
        yield event("delta", {"text": run["answer"]})
    yield event("end", run)


class _Life:
    def __init__(self, store: Store, running: Running) -> None:
        self._store, self._running = store, running
        self._answer: list[str] = []
        self._started: float | None = None
        self._first: float | None = None
        self._sent = time.monotonic()
        # fifty that begin at once do not write at once
        self._beaten = self._sent - BEAT_SECONDS * random.random()
        self.outcome: Outcome | None = None
        self.chat: Callable[[Cancel], Iterator[Event | Step | Reset]] | None = None

    def wait(self, turns: Turns, ticket: Ticket, parallel: int) -> Iterator[bytes]:
        yield COMMENT  # the headers go out
        told = 0
        while ahead := turns.wait(ticket, parallel, TICK_SECONDS, self._start):
            if self._stopped():
                return
            if ahead != told:
                told = ahead
                yield self._send(event("position", {"ahead": ahead}))
            yield from self._live()
        if told:
            yield self._send(event("position", {"ahead": 0}))

    def _start(self, room: int) -> int:
        if not self._stopped():
            try:
                self.chat = self._store.start(room)
            except Later as later:
                return later.ahead
        return 0

    def answer(self, answering: Answering) -> Iterator[bytes]:
        self._started = time.monotonic()
        while self.outcome is None:
            heard, end = answering.heard(TICK_SECONDS)
            for said in heard:
                yield self._send(self._told(said, self._started))
            if end is not None:
                self.outcome = self._ended(end)
            elif not self._stopped():
                yield from self._live()

    def _told(self, said: Said, started: float) -> bytes:
        match said:
            case Step():
                return event("step", said.told)
            case Reset():
                self._answer.clear()
                return event("reset", {})
        self._first = self._first or time.monotonic() - started
        self._answer.append(said)
        return event("delta", {"text": said})

    def close(self) -> None:
        assert self.outcome is not None
        self.outcome.answer = "".join(self._answer)
        self.outcome.first_token_seconds = self._first
        if self._started:
            self.outcome.seconds = time.monotonic() - self._started
        self._store.end(self.outcome)

    def _send(self, data: bytes) -> bytes:
        self._sent = time.monotonic()
        return data

    def _live(self) -> Iterator[bytes]:
        self._store.look()
        now = time.monotonic()
        if now - self._beaten >= BEAT_SECONDS:
            self._beaten = now
            if not self._store.beat("".join(self._answer)):
                self._running.stop("gone")
                self._stopped()
                return
        if now - self._sent >= TICK_SECONDS:
            yield self._send(COMMENT)

    def _stopped(self) -> bool:
        if self._running.why and self.outcome is None:
            restart = self._running.why == "restart"
            self.outcome = (
                Outcome("failed", kind="interrupted")
                if restart
                else Outcome("cancelled", kind="cancelled")
            )
        return self.outcome is not None

    def _ended(self, end: Exception | Finished) -> Outcome:
        if isinstance(end, Finished):
            if end.reason == "cancelled":
                self._running.stop("asked")
                self._stopped()
                assert self.outcome is not None
                return self.outcome
            return Outcome(
                "done",
                prompt_tokens=end.prompt_tokens,
                completion_tokens=end.completion_tokens,
                kind="truncated" if end.truncated else "",
            )
        if isinstance(end, ProviderError):
            return _failed(end)
        if isinstance(end, Unanswered):
            return Outcome("failed", kind=end.reason)
        _logger.error("Asking a language model failed unexpectedly", exc_info=end)
        return Outcome("failed", kind="unexpected")


def _failed(error: ProviderError) -> Outcome:
    return Outcome("failed", kind=error.kind, message=error.message, remedy=error.remedy)
