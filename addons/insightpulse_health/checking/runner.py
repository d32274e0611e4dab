"""All checks, side by side: each in a thread of its own, and none is waited for longer than it may.

A check that hangs is late, and stays it until it ends; meanwhile it is not begun again. Its thread
waits a while for the next look. So there are never more threads than checks, and an answer never
takes longer than the longest time-out.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from .check import FAIL, PASS, Away, Check, Context, Observed, Result

_logger = logging.getLogger(__name__)

AGAIN = 2.0
"""Seconds after which what fails is looked at again, so that its end is soon seen."""

OLD = 2.0
"""Seconds. Who asks so rarely would be told of how it was then: the look just begun is waited for.
"""

PARKED = 15.0
"""Seconds for which a thread waits for its check's next look: to start one takes a probe longer
than to ask the database, and platforms probe every ten seconds."""

REMEDY = "If it stays so: what this looks at is overloaded or away. Odoo's log may say more."


class Runner:
    """``checks`` is asked each time: addons come and go with the registry. ``redact`` takes secrets
    out of what a check says is wrong, which may be another program's words."""

    def __init__(
        self,
        checks: Callable[[], Iterable[Check]],
        context: Context,
        redact: Callable[[str], str] = str,
    ) -> None:
        self._checks = checks
        self._context = context
        self._redact = redact
        self._turns: dict[Check, _Turn] = {}
        self._lock = threading.Lock()

    def observe(self) -> list[Observed]:
        """Every check; what is fresh comes from memory."""
        turns = self._current()
        for turn in turns:
            turn.begin_if_due()
        return [turn.observed() for turn in turns]

    def latest(self, name: str, seconds: float = 0.0) -> Observed | None:
        """What the check of that name found last, or that it hangs; a new look is begun, if one is
        due. In the first ``seconds`` of that it is waited for, where no look was before it, or
        an old one."""
        for turn in self._current():
            if turn.check.name == name:
                turn.begin_if_due()
                return turn.latest(seconds)
        return None

    def known(self) -> list[Observed]:
        """What all that were looked at found last; nothing is begun or waited for."""
        return [found for turn in self._current() if (found := turn.latest())]

    def _current(self) -> list[_Turn]:
        checks = tuple(self._checks())
        with self._lock:
            self._turns = {
                check: self._turns.get(check) or _Turn(check, self._context, self._redact)
                for check in checks
            }
            return list(self._turns.values())


class _Turn:
    """One check, and what it found last."""

    def __init__(self, check: Check, context: Context, redact: Callable[[str], str]) -> None:
        self.check = check
        self.last: Observed | None = None
        self._context = context
        self._redact = redact
        self._lock = threading.Lock()
        self._noted = 0.0
        self._began: float | None = None
        self._ended = threading.Event()
        self._asked: queue.SimpleQueue[tuple[float, threading.Event]] | None = None

    def begin_if_due(self) -> None:
        with self._lock:
            if self._is_fresh() or self._began is not None:
                return
            if self._asked is None:
                self._start()
            if self._asked is not None:
                self._began, self._ended = time.monotonic(), threading.Event()
                self._asked.put((self._began, self._ended))

    def _start(self) -> None:
        asked: queue.SimpleQueue[tuple[float, threading.Event]] = queue.SimpleQueue()
        thread = threading.Thread(
            target=self._look, args=(asked,), daemon=True, name=f"health {self.check.name}"
        )
        try:
            thread.start()
        except RuntimeError:  # memory is short, or threads are
            result = Result(self.check.late, "it could not be looked at: no thread", REMEDY)
            self.last = Observed(self.check, (result,), time.time(), 0.0)
        else:
            self._asked = asked

    def _look(self, asked: queue.SimpleQueue[tuple[float, threading.Event]]) -> None:
        """Each time it is asked to, until that was not for a while."""
        while True:
            try:
                look = asked.get(timeout=PARKED)
            except queue.Empty:
                with self._lock:
                    if asked.empty():
                        self._asked = None
                        return
            else:
                self._run(*look)

    def observed(self) -> Observed:
        """What it found, at the latest after its time-out."""
        with self._lock:
            began, ended = self._began, self._ended
        if began is not None and not ended.wait(
            max(0.0, began + self.check.seconds - time.monotonic())
        ):
            return self._late(began)
        assert self.last
        return self.last

    def _is_fresh(self) -> bool:
        if not self.last:
            return False
        every = self.check.every
        return time.monotonic() - self._noted < (
            min(every, AGAIN) if self.last.status == FAIL else every
        )

    def latest(self, seconds: float = 0.0) -> Observed | None:
        with self._lock:
            began, ended = self._began, self._ended
        now = time.monotonic()
        if began is not None and (not self.last or now - self._noted > OLD):
            ended.wait(max(0.0, began + seconds - now))
        if began is not None and time.monotonic() - began > self.check.seconds:
            return self._late(began)
        return self.last

    def _late(self, began: float) -> Observed:
        words = f"no answer within {self.check.seconds:g} seconds"
        late = Result(self.check.late, words, REMEDY)
        return Observed(self.check, (late,), time.time(), time.monotonic() - began)

    def _run(self, began: float, ended: threading.Event) -> None:
        try:
            found = self.check.run(self._context)
            results: Iterable[Result] = (found,) if isinstance(found, Result) else tuple(found)
        except Away as error:
            results = (Result(self.check.late, str(error), REMEDY),)
        except Exception as error:  # a check that stumbles hides nothing
            _logger.warning("the check %s stumbled", self.check.name, exc_info=True)
            stumbled = f"the check itself failed ({type(error).__name__}); Odoo's log has more"
            results = (Result(self.check.late, stumbled, REMEDY),)
        told = tuple(map(self._discreet, results))
        with self._lock:
            self._noted = time.monotonic()
            self.last = Observed(self.check, told, time.time(), self._noted - began)
            self._began = None
            ended.set()

    def _discreet(self, result: Result) -> Result:
        """What passes has our own words, and is most of what is told."""
        if result.status == PASS or not result.output:
            return result
        return replace(result, output=self._redact(result.output))
