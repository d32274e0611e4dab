"""A run: ask the model, do what it may have done, tell it, ask again; until it answers."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from . import written
from .calling import Calling, Outcome, Proposals
from .choose import Choice, last_question
from .composing import asks_for_text
from .declining import declines
from .events import Answered, Event, Stopped, Thought
from .figures import made_up
from .limits import Limits
from .native import Native
from .record import Record
from .relevance import touches
from .resolve import Directory
from .taint import Taint
from .talking import Cancel, Deadline, Message, Provider
from .tool import Tool
from .toolbox import Toolbox
from .turn import Turn, Wanted, Way

_LAST = "Answer now, from what you have. No tool can be called any more."
_EMPTY = "You said nothing. Answer the question, or call a tool."
_ANNOUNCED = "You spoke of {tool} and did not call it. Call it now, or answer without naming tools."
_NOT_READ = "I have looked nothing up."
_UNREAD = 'Choose a tool that looks it up, or "answer", as one JSON object.'
_DECLINED = "You do have access, by these tools: {tools}. Call the one that fits."


@dataclass(frozen=True)
class Agent:
    """A model with its tools. ``small``: it chooses by a schema, see :class:`~.choose.Choice`;
    ``proposals``: where they are kept, beside being an event."""

    provider: Provider
    model: str
    toolbox: Toolbox
    directory: Directory
    small: bool = False
    limits: Limits = Limits()  # noqa: RUF009  (immutable)
    proposals: Proposals | None = None

    def run(
        self,
        messages: Sequence[Message],
        *,
        today: date,
        deadline: Deadline,
        cancel: Cancel,
        known: Iterable[Record] = (),
        question: str = "",
    ) -> Iterator[Event]:
        """The events of one run (see :mod:`~.events`), which does nothing before it is iterated.

        ``messages``: the conversation, data in it marked by :func:`~.taint.wrap`; the last is the
        user's. ``known``: records that it shows with their ids. ``question``: the user's own words
        in the last message, which say what tools fit; without it, what is not marked there.

        :raise ProviderError: the provider fails
        """
        chat = partial(self.provider.chat, self.model, deadline=deadline, cancel=cancel)
        question = question or last_question(messages)
        way: Way = (
            Choice(chat, self.toolbox, question) if self.small else Native(chat, self.toolbox)
        )
        taint, known = Taint(messages), tuple(known)
        calling = Calling(
            self.toolbox, self.directory, taint, self.limits, today, known, self.proposals
        )
        run = _Run(way, self.toolbox, calling, taint, self.limits, messages, cancel)
        run.small, run.question = self.small, question
        run.given = "\n".join([*(m.text for m in messages), *(f"{r.name} {r.id}" for r in known)])
        return run.events()


class _Run:
    def __init__(
        self,
        way: Way,
        toolbox: Toolbox,
        calling: Calling,
        taint: Taint,
        limits: Limits,
        messages: Sequence[Message],
        cancel: Cancel,
    ) -> None:
        self.way, self.toolbox, self.calling, self.taint = way, toolbox, calling, taint
        self.limits, self.messages, self.cancel = limits, [*messages], cancel
        self.enough = False
        self.question = ""
        self.small = False
        self.given = ""  # what figures may come from: what was said, and the records on the screen
        self.repairing: Tool | None = None
        self.nudged: set[str] = set()

    def events(self) -> Iterator[Event]:
        for step in range(self.limits.steps):
            last = self.enough or step == self.limits.steps - 1
            turn = yield from self._turn(last)
            if turn.reason == "cancelled" or self.cancel.cancelled:
                yield Stopped("cancelled")
                return
            if turn.thought:
                yield Thought(turn.thought)
            calls = [call for call in turn.calls if not self._quoted(call)]
            if not calls:
                nudge = None if last or turn.calls else self._nudge(turn)
                if nudge is None:
                    yield self._end(turn)
                    return
                if turn.text:
                    yield Thought(turn.text)
                # what it made up is not said to it again
                said = _NOT_READ if nudge == _UNREAD else turn.text
                self.messages += [Message("assistant", said), Message("user", nudge)]
            elif last:
                break
            else:
                if turn.text:
                    yield Thought(turn.text)
                if (yield from self._calls(turn, calls)):
                    return
        yield Stopped("steps")

    def _turn(self, last: bool) -> Generator[Event, None, Turn]:
        tools = [tool for tool in self.toolbox if not (self.taint.tainted and tool.kind == "send")]
        messages = [*self.messages, Message("user", _LAST)] if last else self.messages
        repairing, self.repairing = self.repairing, None
        for said in self.way.ask(messages, () if last else tools, repairing):
            if isinstance(said, Turn):
                return said
            yield said
        raise AssertionError("a chat ended without a turn")

    def _calls(self, turn: Turn, calls: Sequence[Wanted]) -> Generator[Event, None, bool]:
        """Whether the run is over: the user is asked something."""
        outcomes: list[Outcome] = []
        for number, wanted in enumerate(calls):
            if number < self.limits.calls:
                outcome = yield from self.calling.call(wanted)
            else:
                outcome = Outcome(f"{wanted.name} was not called: too many at once.")
            if outcome.asked:
                yield outcome.asked
                return True
            if self.cancel.cancelled:
                break
            outcomes.append(outcome)
        told = [(wanted, outcome.told) for wanted, outcome in zip(calls, outcomes)]
        self.messages += self.way.results(turn, told)
        self.repairing = outcomes[0].repair if len(outcomes) == 1 else None
        proposed = any(outcome.proposed for outcome in outcomes)
        self.enough = all(outcome.vain for outcome in outcomes) or (
            proposed and self.small  # it would propose it again, or worse
        )
        return False

    def _quoted(self, wanted: Wanted) -> bool:
        """The model repeats a call that stands in a document: it does not make it."""
        return bool(wanted.raw) and self.taint.quoted(wanted.raw)

    def _nudge(self, turn: Turn) -> str | None:
        """What to say, once, to a model that neither calls nor answers."""
        text, unread = turn.text, not self.calling.used
        tool = written.announced(text, self.toolbox)
        names = ", ".join(tool.name for tool in self.toolbox)
        reason, words = next(
            (
                (reason, words)
                for reason, holds, words in (
                    ("empty", not text, _EMPTY),
                    ("announced", bool(tool), _ANNOUNCED.format(tool=tool)),
                    ("declined", unread and declines(text), _DECLINED.format(tools=names)),
                    ("unread", unread and self._should_read(turn), _UNREAD),
                )
                if holds and reason not in self.nudged
            ),
            ("", None),
        )
        self.nudged.add(reason)
        return words if len(self.toolbox) or reason == "empty" else None

    def _should_read(self, turn: Turn) -> bool:
        """A small model makes an answer up, rather than choosing the tool that has it."""
        if self.taint.tainted:  # passages, or the record on the screen
            return False
        if asks_for_text(self.question) or not touches(self.question, self.toolbox):
            return False
        return turn.loose or (self.small and made_up(turn.text, self.given))

    def _end(self, turn: Turn) -> Event:
        if not turn.text:
            return Stopped("empty")
        if turn.text[0] in "{[<" and written.announced(turn.text, self.toolbox):
            return Stopped("unreadable")
        return Answered(turn.text, tuple(self.calling.used), complete=turn.reason != "length")
