"""What is on other machines in life: other people's browsers, a model's server, a prober.

In a process of its own, so that it does not share the interpreter's lock with who measures. Without
``nice``: a processor on which only somebody nice runs is no idle one for the scheduler, and Odoo's
answers came later for it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any


@contextmanager
def elsewhere(job: Callable[..., None], *args: Any) -> Iterator[Connection]:
    """Our end of a pipe to ``job(its end, *args)``, which should end when ours is closed."""
    processes = multiprocessing.get_context("spawn")
    ours, theirs = processes.Pipe()
    process = processes.Process(target=job, args=(theirs, *args), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join(30)
        process.terminate()
