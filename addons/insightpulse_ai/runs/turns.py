"""Whose turn it is: a model server is asked a few things at once, users one after another."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(eq=False)
class Ticket:
    """A place in the line before ``server``, whatever names it. The order is (``round``, ``number``): a user's next
    question comes a round later, so it waits for the other users' first ones."""

    server: Hashable
    user: Hashable
    round: int
    number: int
    running: bool = False


class Turns:
    """The lines of one process. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._tickets: defaultdict[Hashable, list[Ticket]] = defaultdict(list)
        self._round: defaultdict[Hashable, int] = defaultdict(int)
        self._number = 0

    def line_up(self, server: Hashable, user: Hashable) -> Ticket:
        with self._changed:
            tickets = self._tickets[server]
            own = [ticket.round for ticket in tickets if ticket.user == user]
            self._number += 1
            ticket = Ticket(
                server, user, max(self._round[server], max(own, default=-1) + 1), self._number
            )
            tickets.append(ticket)
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
            return self._ahead(ticket, parallel)

    def leave(self, ticket: Ticket) -> None:
        """The turn is over, or no longer wanted. A second time does nothing."""
        with self._changed:
            tickets = self._tickets[ticket.server]
            if ticket in tickets:
                tickets.remove(ticket)
                if not tickets:
                    del self._tickets[ticket.server]
                    self._round.pop(ticket.server, None)
            self._changed.notify_all()

    def _take(self, ticket: Ticket, parallel: int) -> bool:
        if not ticket.running and self._ahead(ticket, parallel) == 0:
            ticket.running = True
            self._round[ticket.server] = max(self._round[ticket.server], ticket.round)
        return ticket.running

    def _ahead(self, ticket: Ticket, parallel: int) -> int:
        tickets = self._tickets[ticket.server]
        running = sum(other.running for other in tickets)
        before = sum(
            not other.running and (other.round, other.number) < (ticket.round, ticket.number)
            for other in tickets
        )
        return max(0, before + running - parallel + 1)


TURNS = Turns()
