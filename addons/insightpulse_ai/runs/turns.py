"""Whose turn it is: a model server is asked a few things at once, users one after another."""

from __future__ import annotations

import itertools
import threading
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(eq=False)
class Ticket:
    """A place in the line before ``server``, whatever names it. The order is (``round``,
    ``number``), and each user has one place in a round."""

    server: Hashable
    user: Hashable
    round: int
    number: int
    running: bool = False


class _Line:
    """``round``: the latest that somebody's turn was in; ``latest``: each user's."""

    def __init__(self) -> None:
        self.tickets: list[Ticket] = []
        self.round = 0
        self.latest: dict[Hashable, int] = {}

    def ahead(self, ticket: Ticket, parallel: int) -> int:
        running = sum(other.running for other in self.tickets)
        before = sum(
            not other.running and (other.round, other.number) < (ticket.round, ticket.number)
            for other in self.tickets
        )
        return max(0, before + running - parallel + 1)


class Turns:
    """The lines of one process. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._lines: defaultdict[Hashable, _Line] = defaultdict(_Line)
        self._numbers = itertools.count()

    def line_up(self, server: Hashable, user: Hashable) -> Ticket:
        with self._changed:
            line = self._lines[server]
            turn = max(line.round, line.latest.get(user, -1) + 1)
            line.latest[user] = turn
            ticket = Ticket(server, user, turn, next(self._numbers))
            line.tickets.append(ticket)
            return ticket

    def wait(self, ticket: Ticket, parallel: int, seconds: float) -> int:
        """Wait up to ``seconds`` for the turn. How many have to end before it comes; 0: it is
        here, and lasts until :meth:`leave`."""
        with self._changed:
            if self._take(ticket, parallel):
                return 0
            self._changed.wait(seconds)
            if self._take(ticket, parallel):
                return 0
            return self._lines[ticket.server].ahead(ticket, parallel)

    def leave(self, ticket: Ticket) -> None:
        """The turn is over, or no longer wanted. A second time does nothing."""
        with self._changed:
            line = self._lines[ticket.server]
            if ticket in line.tickets:
                line.tickets.remove(ticket)
            if not line.tickets:
                del self._lines[ticket.server]
            self._changed.notify_all()

    def _take(self, ticket: Ticket, parallel: int) -> bool:
        line = self._lines[ticket.server]
        if not ticket.running and line.ahead(ticket, parallel) == 0:
            ticket.running = True
            line.round = max(line.round, ticket.round)
        return ticket.running


TURNS = Turns()
