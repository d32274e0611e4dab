"""Tools in the protocol's own way, for models that can do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import written
from .hearing import Hearing, read
from .talking import Call, Delta, Message
from .tool import Tool
from .toolbox import Toolbox
from .turn import Chat, Turn, Wanted, in_words


class Native:
    """Tools as the protocol has them; what a model writes into its text instead counts, too."""

    def __init__(self, chat: Chat, toolbox: Toolbox) -> None:
        self._chat, self._toolbox = chat, toolbox

    def ask(
        self, messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
    ) -> Iterator[Delta | Turn]:
        hearing = Hearing()
        yield from hearing.listen(self._chat(messages, tools=[tool.offered for tool in tools]))
        said, thought = written.without_thoughts(hearing.text)
        said = said.rstrip()
        wanted = hearing.wanted() or read(
            said, self._toolbox, repairing, cut=hearing.reason == "length"
        )
        if said and not wanted and not hearing.shown:
            yield Delta(said)
        text = said if hearing.shown or not wanted else ""
        yield Turn(text, wanted, thought, hearing.reason)

    def results(self, turn: Turn, results: Sequence[tuple[Wanted, str]]) -> list[Message]:
        if any(wanted.raw for wanted, _text in results):
            return in_words(results)
        calls = tuple(Call(wanted.id, wanted.name, wanted.arguments) for wanted, _text in results)
        return [
            Message("assistant", turn.text, calls=calls),
            *(Message("tool", text, call_id=w.id, tool=w.name) for w, text in results),
        ]
