"""Spread work over the processors by forking: what is read already is shared, not sent."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

_MOST = 8


def processors() -> int:
    """How many processes are worth it here; 1 where processes cannot be forked."""
    if not hasattr(os, "fork"):
        return 1
    return min(_MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def spread(
    work: Callable[[Sequence[Item]], Outcome], items: Sequence[Item], processes: int
) -> list[Outcome]:
    """``work`` on every ``processes``-th item, each in a process of its own.

    What a process cannot do, because it was killed, this one does.
    """
    parts = [items[start::processes] for start in range(processes)]
    children = [_fork(work, part) for part in parts[1:]]
    outcomes = [work(parts[0])]
    for (process, pipe), part in zip(children, parts[1:]):
        with os.fdopen(pipe, "rb") as stream:
            content = stream.read()
        _, status = os.waitpid(process, 0)
        outcomes.append(pickle.loads(content) if status == 0 else work(part))
    return outcomes


def _fork(work: Callable[[Sequence[Item]], Outcome], part: Sequence[Item]) -> tuple[int, int]:
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as stream:
            pickle.dump(work(part), stream)
        status = 0
    finally:
        os._exit(status)
