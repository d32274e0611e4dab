"""A provider that is not told what is personal, unless it is in a private network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .patterns import KINDS, Kind, own_lines
from .redaction import Veil

if TYPE_CHECKING or __name__ == "trust.veiled":
    from providers import (
        Called,
        Cancel,
        Deadline,
        Delta,
        Event,
        Message,
        Provider,
        Tool,
    )
    from providers.through import Through
else:
    from ..providers import (
        Called,
        Cancel,
        Deadline,
        Delta,
        Event,
        Message,
        Provider,
        Tool,
    )
    from ..providers.through import Through


@dataclass(frozen=True)
class Veiling:
    """What is hidden, and from whom: a setting, to be put around providers by calling it.

    ``kinds``  names of :data:`~.patterns.KINDS`
    ``own``    lines of :func:`~.patterns.own_lines`
    """

    kinds: tuple[str, ...] = ()
    own: str = ""

    def __call__(self, provider: Provider) -> Provider:
        return Veiled(provider, self.found())

    def found(self) -> list[Kind]:
        """In the order in which they are looked for."""
        known = [kind for name, kind in KINDS.items() if name in self.kinds]
        return [*own_lines(self.own), *known]


class Veiled(Through):
    """``provider``, which gets texts without ``kinds``; its answers get them back.

    Pictures are sent as they are.
    """

    def __init__(self, provider: Provider, kinds: Sequence[Kind]) -> None:
        super().__init__(provider)
        self._kinds = kinds

    def chat(
        self,
        model: str,
        messages: Sequence[Message],
        *,
        tools: Sequence[Tool] = (),
        schema: dict[str, Any] | None = None,
        deadline: Deadline,
        cancel: Cancel,
    ) -> Iterator[Event]:
        if self._asked.is_local:
            yield from self._asked.chat(
                model, messages, tools=tools, schema=schema, deadline=deadline, cancel=cancel
            )
            return
        calls = [call.arguments for message in messages for call in message.calls]
        texts = [message.text for message in messages] + [json.dumps(found) for found in calls]
        veil = Veil(self._kinds, texts)
        events = self._asked.chat(
            model, [_hidden(message, veil) for message in messages],
            tools=tools, schema=schema, deadline=deadline, cancel=cancel,
        )  # fmt: skip
        try:
            yield from _revealed(events, veil)
        finally:
            if hasattr(events, "close"):
                events.close()

    def embed(self, model: str, texts: Sequence[str], *, deadline: Deadline) -> list[list[float]]:
        if not self._asked.is_local:
            veil = Veil(self._kinds, texts)
            texts = [veil.hide(text) for text in texts]
        return self._asked.embed(model, texts, deadline=deadline)


def _hidden(message: Message, veil: Veil) -> Message:
    calls = tuple(replace(call, arguments=veil.hide_in(call.arguments)) for call in message.calls)
    return replace(message, text=veil.hide(message.text), calls=calls)


def _revealed(events: Iterator[Event], veil: Veil) -> Iterator[Event]:
    revealing = veil.revealing()
    for event in events:
        if isinstance(event, Delta):
            if text := revealing.hear(event.text):
                yield Delta(text)
            continue
        if rest := revealing.rest():
            yield Delta(rest)
        if isinstance(event, Called):
            call = event.call
            yield Called(replace(call, arguments=veil.reveal_in(call.arguments)))
        else:
            yield event
