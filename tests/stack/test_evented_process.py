"""The process behind the evented port: it shares the master's memory, and ends in order."""

from __future__ import annotations

import os
import signal

import pytest
import websocket

from proc import virtual_and_resident

from ..product import documents
from ..product.live import Socket
from ..product.memory import proportional
from . import processes
from .once import assert_read_once

pytestmark = pytest.mark.timed

GOING_AWAY = 1001  # RFC 6455: the browser tries again


def test_most_of_its_memory_is_the_masters(stack, admin):
    """Upstream's shares the libraries at most: 0.8 of what it has is its own."""
    with_socket = Socket(admin)
    assert_read_once(admin, admin.upload_bill("rechnung.pdf", documents.fresh_scan()))
    with_socket.close()

    pid = processes.evented(stack)

    assert proportional(pid) < 0.5 * virtual_and_resident(pid)[1]


def test_told_to_end_it_closes_its_websockets_and_another_takes_its_place(stack, admin):
    before = processes.evented(stack)
    socket = Socket(admin)
    socket.notification_seconds()

    os.kill(before, signal.SIGINT)  # as the master tells a worker

    while (frame := socket.receive()).opcode != websocket.ABNF.OPCODE_CLOSE:
        pass
    assert int.from_bytes(frame.data[:2]) == GOING_AWAY
    assert Socket(admin).notification_seconds() < 5
    assert processes.evented(stack) != before
