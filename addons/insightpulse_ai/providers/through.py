"""A provider that asks another one: what is told of it, and asked of it, is that one's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .cancel import Cancel
from .deadline import Deadline
from .provider import Health, Model, Progress, Provider


class Through:
    """All of a :class:`~.provider.Provider` but ``chat``, which is for who inherits this.

    ``_asked``: the other one; ``_now``: whoever answers chats now.
    """

    def __init__(self, asked: Provider) -> None:
        self._asked = asked

    @property
    def _now(self) -> Provider:
        return self._asked

    @property
    def name(self) -> str:
        return self._now.name

    @property
    def endpoint(self) -> str:
        return self._now.endpoint

    @property
    def is_local(self) -> bool:
        return self._now.is_local

    def embed(self, model: str, texts: Sequence[str], *, deadline: Deadline) -> list[list[float]]:
        return self._asked.embed(model, texts, deadline=deadline)

    def models(self, deadline: Deadline) -> list[Model]:
        return self._asked.models(deadline)

    def pull(self, model: str, deadline: Deadline, cancel: Cancel) -> Iterator[Progress]:
        return self._asked.pull(model, deadline, cancel)

    def health(self, deadline: Deadline) -> Health:
        return self._asked.health(deadline)
