"""Whose turn it is: a model server is asked a few things at once, users one after another.

People come before jobs. A process keeps its own line and asks, at each turn, what runs or comes
first in other processes; see ``models/ai_run_turn.py``.
"""

from __future__ import annotations

import functools
import itertools
import os
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

PATIENCE = 30.0
"""Seconds after which a job ranks like a person, so that people cannot keep it away for ever."""
AGAIN_SECONDS = 1.0
"""Between two looks at what other processes do, by the first of a line."""
LOOKED_SECONDS = 5 * AGAIN_SECONDS
"""So long a look counts for other processes: who looks no more is not the first of its line."""

Take = Callable[[int], int]
"""Take the turn if no more than that many run or come first elsewhere, and return 0, or else how
many of them have to end before."""


def process() -> str:
    """A name for this process that no other has, before or after."""
    return _name(os.getpid())


@functools.cache
def _name(_pid: int) -> str:
    return uuid.uuid4().hex


@dataclass(eq=False)
class Ticket:
    """A place in the line before ``server``, whatever names it. The order is :meth:`place`, and
    each user has one place in a round."""

    server: Hashable
    user: Hashable
    round: int
    number: int
    is_job: bool = False
    running: bool = False
    since: float = field(default_factory=time.monotonic)

    def place(self) -> tuple[bool, int, float, int]:
        is_patient = self.is_job and time.monotonic() - self.since < PATIENCE
        return is_patient, self.round, self.since, self.number


class _Line:
    """``round``: the latest that somebody's turn was in; ``latest``: each user's; ``elsewhere``:
    how many other processes were last seen to have before this line, ``again``: when to look."""

    def __init__(self) -> None:
        self.tickets: list[Ticket] = []
        self.round = 0
        self.latest: dict[Hashable, int] = {}
        self.elsewhere = 0
        self.again = 0.0

    @property
    def running(self) -> int:
        return sum(ticket.running for ticket in self.tickets)

    def before(self, ticket: Ticket) -> int:
        place = ticket.place()
        return self.running + sum(
            not other.running and other.place() < place for other in self.tickets
        )

    def ahead(self, ticket: Ticket, parallel: int) -> int:
        return max(0, self.before(ticket) + self.elsewhere - parallel + 1)


class Turns:
    """The lines of one process. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._lines: defaultdict[Hashable, _Line] = defaultdict(_Line)
        self._numbers = itertools.count()

    def line_up(
        self, server: Hashable, user: Hashable, *, is_job: bool = False, age: float = 0.0
    ) -> Ticket:
        """``age``: the seconds since it was asked for, of what has stood in line before."""
        with self._changed:
            line = self._lines[server]
            turn = max(line.round, line.latest.get(user, -1) + 1)
            line.latest[user] = turn
            since = time.monotonic() - age
            ticket = Ticket(server, user, turn, next(self._numbers), is_job, since=since)
            line.tickets.append(ticket)
            return ticket

    def wait(
        self, ticket: Ticket, parallel: int, seconds: float, take: Take = lambda room: 0
    ) -> int:
        """Wait up to ``seconds`` for the turn. How many have to end before it comes; 0: it is
        here, and lasts until :meth:`leave`. ``take`` has the last word, unlocked."""
        with self._changed:
            if not ticket.running and not self._may(ticket, parallel):
                self._changed.wait(seconds)
            if ticket.running:
                return 0
            line = self._lines[ticket.server]
            if not self._may(ticket, parallel):
                return max(1, line.ahead(ticket, parallel))
            ticket.running = True
            room = parallel - line.running
        ahead = take(room)
        with self._changed:
            line.elsewhere = room + ahead if ahead else min(line.elsewhere, room)
            if ahead:
                ticket.running = False
                line.again = time.monotonic() + AGAIN_SECONDS
                self._changed.notify_all()
            else:
                line.round = max(line.round, ticket.round)
            return ahead

    def leave(self, ticket: Ticket) -> None:
        """The turn is over, or no longer wanted. A second time does nothing."""
        with self._changed:
            line = self._lines[ticket.server]
            if ticket in line.tickets:
                line.tickets.remove(ticket)
                if not ticket.running and line.latest[ticket.user] == ticket.round:
                    line.latest[ticket.user] -= 1
            if not line.tickets:
                del self._lines[ticket.server]
            self._changed.notify_all()

    def _may(self, ticket: Ticket, parallel: int) -> bool:
        line = self._lines[ticket.server]
        return line.before(ticket) < parallel and line.again <= time.monotonic()


TURNS = Turns()
