"""Listening to one chat: what can be shown at once, and what it all came to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import loose_json, written
from .talking import Call, Called, Delta, Finished
from .tool import Tool
from .toolbox import Toolbox
from .turn import Wanted

_HELD_BACK = "{[<`"  # what begins so may be a call


@dataclass
class Hearing:
    """Listens to one chat: passes on what can be shown at once, and reads the rest at the end."""

    text: str = ""
    calls: list[Call] = field(default_factory=list)
    reason: str = "stop"
    shown: bool = False

    def listen(self, chat: Iterator[Any]) -> Iterator[Delta]:
        for event in chat:
            if isinstance(event, Delta):
                self.text += event.text
                if self.shown:
                    yield event
                elif self.text.lstrip()[:1] not in _HELD_BACK or ">" in event.text:
                    said, _thought = written.without_thoughts(self.text)
                    if said and said[0] not in _HELD_BACK:
                        self.shown = True
                        yield Delta(said)
            elif isinstance(event, Called):
                self.calls.append(event.call)
            elif isinstance(event, Finished):
                self.reason = event.reason

    def wanted(self) -> tuple[Wanted, ...]:
        """The calls that were made in the protocol's way."""
        return tuple(Wanted(call.name, call.arguments, call.id) for call in self.calls)


def read(said: str, toolbox: Toolbox, repairing: Tool | None, *, cut: bool) -> tuple[Wanted, ...]:
    """The calls that a text is."""
    found = written.calls(said, toolbox, cut=cut)
    if found:
        return tuple(Wanted(call.name, call.arguments, raw=call.raw) for call in found)
    if repairing and not cut:
        arguments = loose_json.whole(said)
        if isinstance(arguments, dict):
            return (Wanted(repairing.name, arguments, raw=said),)
    fitting = [] if cut else written.bare_arguments(said, toolbox)
    return tuple(Wanted(*fitting[0], raw=said) for _one in fitting if len(fitting) == 1)
