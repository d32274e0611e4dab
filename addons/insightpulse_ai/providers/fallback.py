"""A provider that stands in for another one which fails before the first word of its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .cancel import Cancel
from .deadline import Deadline
from .errors import ProviderError
from .events import Event
from .messages import Message, Tool
from .provider import Provider
from .through import Through

KINDS = ("unreachable", "timeout_connect", "timeout_idle", "cut", "server_error", "rate_limited")
"""Errors of a server that is down or busy. One that is set up wrongly is to be noticed instead."""


class Fallback(Through):
    """``first``; or, once that has failed, ``second`` with ``model``, from then on.

    ``name``, ``endpoint`` and ``is_local`` are those of whoever is asked now. ``before`` is called
    just before the second is asked for the first time; if it raises, nothing is sent there. Models,
    embeddings (whose vectors do not compare) and downloads are the first's alone.
    """

    def __init__(self, first: Provider, second: Provider, model: str) -> None:
        super().__init__(first)
        self._second, self._model = second, model
        self.has_switched = False
        self.before: Callable[[], None] = lambda: None

    @property
    def _now(self) -> Provider:
        return self._second if self.has_switched else self._asked

    def model(self, asked: str) -> str:
        """The model that answers where ``asked`` is the first's."""
        return self._model if self.has_switched else asked

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
        def of(provider: Provider, its_model: str) -> Iterator[Event]:
            return provider.chat(
                its_model, messages, tools=tools, schema=schema, deadline=deadline, cancel=cancel
            )

        if self.has_switched:
            yield from of(self._second, self._model)
            return
        has_begun = False
        try:
            for event in of(self._asked, model):
                has_begun = True
                yield event
            return
        except ProviderError as error:
            stays = has_begun or error.kind not in KINDS or deadline.remaining() <= 0
            if stays or cancel.cancelled:
                raise
            failure = error
        self.has_switched = True
        try:
            self.before()
        except BaseException:
            self.has_switched = False
            raise
        try:
            yield from of(self._second, self._model)
        except ProviderError as error:
            error.message = f"{failure.message} In its place: {error.message}"
            error.args = (f"{error.message} {error.remedy}".strip(),)
            raise
