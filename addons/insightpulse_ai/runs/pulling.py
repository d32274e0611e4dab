"""A download of a model in a thread of its own, of which only the latest news matters."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .thread import started

if TYPE_CHECKING:
    from ..providers import Cancel, Progress


class Layers:
    """A model is a few files, told one after the other, each from nothing to its size.

    >>> from providers import Progress
    >>> layers = Layers()
    >>> for told in [Progress("pulling manifest"), Progress("pulling a", 50, 100),
    ...              Progress("pulling a", 100, 100), Progress("pulling b", 0, 60)]:
    ...     layers.hear(told)
    >>> layers.completed, layers.total, layers.status
    (100, 160, 'pulling b')
    """

    def __init__(self) -> None:
        self._sizes: dict[str, tuple[int, int]] = {}
        self.status = ""

    def hear(self, progress: Progress) -> None:
        self.status = progress.status
        if progress.total:
            self._sizes[progress.status] = (progress.completed or 0, progress.total)

    @property
    def completed(self) -> int:
        """Bytes."""
        return sum(completed for completed, _total in self._sizes.values())

    @property
    def total(self) -> int:
        """Bytes, of the files that were told of."""
        return sum(total for _completed, total in self._sizes.values())


class Pulling:
    """Runs ``pull``, which ``cancel`` ends, from now on. ``error``: how it failed, if it did, once
    it has ended."""

    def __init__(self, pull: Callable[[Cancel], Iterator[Progress]], cancel: Cancel) -> None:
        self._pull, self.cancel = pull, cancel
        self._ended = threading.Event()
        self.layers = Layers()
        self.error: Exception | None = None
        started(self._run, "insightpulse_ai.pull")

    def _run(self) -> None:
        try:
            for progress in self._pull(self.cancel):
                self.layers.hear(progress)
        except Exception as error:
            self.error = error
        finally:
            self._ended.set()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, within ``seconds``."""
        return self._ended.wait(seconds)
