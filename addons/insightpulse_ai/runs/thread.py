"""A thread that goes on with what another one was asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable


def started(target: Callable[[], None], name: str) -> None:
    """Run ``target`` in a daemon thread, which has this thread's request id, if it has one: logs
    and the provider's transport look for it there."""
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.request_id = getattr(threading.current_thread(), "request_id", "")  # type: ignore[attr-defined]
    thread.start()
