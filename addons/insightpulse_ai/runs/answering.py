"""A chat in a thread of its own, read without waiting for ever."""

from __future__ import annotations

import queue
from collections.abc import Callable

from ..providers import Delta, Event, Finished, ProviderError
from .acting import Reset, Step
from .thread import started

Said = str | Step | Reset
End = Finished | ProviderError | Exception


class Answering:
    """Runs ``chat`` from now on; ``then`` is called in its thread when it is over, however."""

    def __init__(self, chat: Callable[[], object], then: Callable[[], None]) -> None:
        self._events: queue.SimpleQueue[Event | Step | Reset | Exception] = queue.SimpleQueue()
        self._chat, self._then = chat, then
        started(self._run, "insightpulse_ai.chat")

    def _run(self) -> None:
        try:
            for event in self._chat():  # type: ignore[attr-defined]
                self._events.put(event)
        except Exception as error:
            self._events.put(error)
        finally:
            self._then()

    def heard(self, seconds: float) -> tuple[list[Said], End | None]:
        """What was said since the last call, waiting up to ``seconds`` for the first of it, pieces
        of text joined; and how it ended, if it has."""
        heard: list[Said] = []
        try:
            event = self._events.get(timeout=seconds)
            while True:
                if isinstance(event, (Finished, Exception)):
                    return heard, event
                if isinstance(event, (Step, Reset)):
                    heard.append(event)
                elif isinstance(event, Delta):
                    if heard and isinstance(heard[-1], str):
                        heard[-1] += event.text
                    else:
                        heard.append(event.text)
                event = self._events.get_nowait()
        except queue.Empty:
            return heard, None
