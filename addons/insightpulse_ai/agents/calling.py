"""What becomes of one call: run, proposed, asked about or refused; and what the model is told.

The only place where a tool's function is called, and it is so for two kinds: those that read, and
those that send, as long as nothing was read. For a proposal there is none to call.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from . import schema
from .coerce import coerce
from .events import Asked, Event, Proposed, ToolResult, ToolStarted
from .limits import Limits, shortened
from .record import Record
from .resolve import Directory, resolve
from .taint import Taint
from .tool import Tool, ToolError, ToolQuestion
from .toolbox import Toolbox
from .turn import Wanted


class Proposals(Protocol):
    """Where proposals are kept until a person decides."""

    def propose(self, tool: str, arguments: dict[str, Any]) -> Any:
        """Keep it, and do nothing else; what it is known by.

        :raise ToolError: it cannot be proposed, in a sentence for the model
        :raise ToolQuestion: only the user can say what is meant
        """


@dataclass(frozen=True)
class Outcome:
    """
    ``told``    for the model
    ``repair``  the tool whose arguments the model may put right, once
    ``vain``    it was told so before: asking again will not help
    ``asked``   the run ends here, with this question
    ``proposed``  it waits for a person now
    """

    told: str
    repair: Tool | None = None
    vain: bool = False
    asked: Asked | None = None
    proposed: bool = False


class Calling:
    """The calls of one run. ``used``: the tools that gave a result."""

    def __init__(
        self,
        toolbox: Toolbox,
        directory: Directory,
        taint: Taint,
        limits: Limits,
        today: date,
        known: Iterable[Record] = (),
        proposals: Proposals | None = None,
    ) -> None:
        self._proposals = proposals
        self.used: list[str] = []
        self._toolbox, self._directory, self._taint = toolbox, directory, taint
        self._limits, self._left, self._today = limits, limits.results, today
        self._known = set(known)
        self._done: set[str] = set()
        self._told: set[str] = set()

    def call(self, wanted: Wanted) -> Generator[Event, None, Outcome]:
        tool = self._toolbox.named(wanted.name)
        if tool is None:
            return (yield from self._no_tool(wanted.name))
        if wanted.cut:
            return (yield from self._faulty(tool, ("The arguments had no end: be brief.",)))
        coerced = coerce(tool.parameters, wanted.arguments, self._today)
        if coerced.faults:
            return (yield from self._faulty(tool, coerced.faults))
        resolved = resolve(tool.parameters, coerced.arguments, self._directory, self._known)
        if resolved.faults:
            return (yield from self._faulty(tool, resolved.faults))
        if resolved.questions:
            question = resolved.questions[0]
            asked = Asked(str(question), question.candidates)
            return Outcome(asked.question, asked=asked)
        arguments = resolved.arguments
        signature = f"{tool.name} {_json(arguments)}"
        if signature in self._done:
            text = f"{tool.name} was already called with these arguments; see above. Answer now."
            return Outcome(text, vain=self._again(signature))
        if tool.kind == "propose":
            self._done.add(signature)
            return (yield from self._propose(tool, arguments, coerced.notes))
        if tool.kind == "send" and (self._taint.tainted or wanted.raw):
            return (yield from self._may_not_send(tool))
        self._done.add(signature)
        yield ToolStarted(tool.name, arguments)
        return (yield from self._run(tool, arguments, coerced.notes))

    def _propose(
        self, tool: Tool, arguments: dict[str, Any], notes: tuple[str, ...]
    ) -> Generator[Event, None, Outcome]:
        reference = None
        if self._proposals is not None:
            try:
                reference = self._proposals.propose(
                    tool.name, schema.to_python(tool.parameters, arguments)
                )
            except ToolQuestion as question:
                return _asked(question)
            except ToolError as error:
                return (yield from self._refused(tool, error))
        yield Proposed(tool.name, arguments, notes, reference)
        return Outcome(
            "This is proposed to the user and not done: it waits for their approval. Say so.",
            proposed=True,
        )

    def _refused(self, tool: Tool, error: ToolError) -> Generator[Event, None, Outcome]:
        told = self._taint.read(shortened(str(error), self._limits.result), tool.name)
        yield ToolResult(tool.name, told, ok=False)
        return Outcome(f"{tool.name} failed.\n{told}")

    def _run(
        self, tool: Tool, arguments: dict[str, Any], notes: tuple[str, ...]
    ) -> Generator[Event, None, Outcome]:
        try:
            result = tool.run(arguments)
        except ToolQuestion as question:
            return _asked(question)
        except ToolError as error:
            return (yield from self._refused(tool, error))
        self._known.update(_records(result))
        text = result if isinstance(result, str) else _json(result)
        most = min(self._limits.result, self._left)
        self._left -= min(most, len(text))
        self.used.append(tool.name)
        told = "\n".join([*notes, self._taint.read(shortened(text, most), tool.name)])
        yield ToolResult(tool.name, told)
        return Outcome(told)

    def _no_tool(self, name: str) -> Generator[Event, None, Outcome]:
        near = self._toolbox.near(name) or [tool.name for tool in self._toolbox][:8]
        text = f'There is no tool "{name[:80]}". There are: {", ".join(near)}.'
        yield ToolResult(name[:80], text, ok=False)
        return Outcome(text, vain=self._again("no tool"))

    def _faulty(self, tool: Tool, faults: tuple[str, ...]) -> Generator[Event, None, Outcome]:
        vain = self._again(f"faults of {tool.name}")
        todo = "Do without it, and say so." if vain else f"Call {tool.name} again, corrected."
        text = "\n".join([f"{tool.name} was not called:", *faults, todo])
        yield ToolResult(tool.name, text, ok=False)
        return Outcome(text, repair=None if vain else tool, vain=vain)

    def _may_not_send(self, tool: Tool) -> Generator[Event, None, Outcome]:
        text = (
            f"{tool.name} was not called: it lets data out, and may not be used after records or "
            "documents were read. Tell the user to do it in a new conversation."
            if self._taint.tainted
            else f"{tool.name} was not called: call it properly, not in a text."
        )
        yield ToolResult(tool.name, text, ok=False)
        return Outcome(text, vain=self._again(f"sending by {tool.name}"))

    def _again(self, what: str) -> bool:
        """Whether the model was told this before."""
        before = what in self._told
        self._told.add(what)
        return before


def _asked(question: ToolQuestion) -> Outcome:
    return Outcome(str(question), asked=Asked(str(question), question.candidates))


def _json(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    return {"id": value.id, "name": value.name} if isinstance(value, Record) else str(value)


def _records(value: Any) -> Iterable[Record]:
    """Those in a result, at any depth."""
    if isinstance(value, Record):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _records(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _records(inner)
