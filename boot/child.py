"""A child that is waited for, and told of a SIGTERM."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence
from types import FrameType

STOPPED = 128 + signal.SIGTERM


def run(command: Sequence[str]) -> int:
    """Run ``command`` to its end; a SIGTERM is handed on, once, and waited for."""
    child: subprocess.Popen[bytes] | None = None
    stopped = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopped
        if not stopped and child:
            child.terminate()
        stopped = True

    before = signal.signal(signal.SIGTERM, stop)
    try:
        if not stopped:
            child = subprocess.Popen(command)
            if stopped:  # it came before there was anything to hand it to
                child.terminate()
            status = child.wait()
    finally:
        signal.signal(signal.SIGTERM, before)
    if stopped:
        return STOPPED
    return status if status >= 0 else 128 - status
