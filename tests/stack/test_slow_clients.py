"""Visitors on slow lines hold nginx's memory, never one of Odoo's workers."""

from __future__ import annotations

import base64
import os
import socket
import time
from contextlib import suppress

import pytest

from ..product.clicking import Waits, clicking
from ..product.client import Client
from ..product.running import DATABASE
from ..product.slow import SlowVisitors

pytestmark = pytest.mark.timed

SLOW = 20
WINDOW = 6  # seconds


@pytest.fixture
def large_file(admin) -> str:
    """The path of an attachment of 8 MiB, which no socket's buffer holds."""
    data = base64.b64encode(os.urandom(8 << 20)).decode()
    attachment = admin.call("ir.attachment", "create", {"name": "large", "datas": data})
    yield f"/web/content/{attachment}?download=true"
    admin.call("ir.attachment", "unlink", [attachment])


def test_twenty_slow_visitors_leave_the_others_as_fast(stack, company, admin, large_file):
    users = [
        Client(stack.url, DATABASE, company.SECOND_USER, company.SECOND_PASSWORD)
        for _user in range(4)
    ]

    def others(seconds: float = WINDOW) -> Waits:
        with clicking(users) as waits:
            time.sleep(seconds)
        return waits

    others(2)  # warm
    ratios = []
    for _try in range(3):  # on a machine with other work, the best of three tells
        alone = others()
        with SlowVisitors(stack.url, admin.session_id, large_file, SLOW) as slow:
            time.sleep(3)  # their files are on the way to nginx
            beside = others()
        # below 20 ms, what differs is the machine
        ratios.append(beside.percentile(95) / max(alone.percentile(95), 0.02))
        print(f"alone:  {alone}\nbeside: {beside}\np95: × {ratios[-1]:.2f}")
        assert slow.lost == []
        assert min(visitor.bytes_moved for visitor in slow.senders) > WINDOW / 2
        assert min(visitor.bytes_moved for visitor in slow.readers) > WINDOW / 2
        if ratios[-1] <= 1.2:
            break
    assert min(ratios) <= 1.2


def test_who_says_nothing_for_long_is_sent_away(stack):
    """Half a header, for 15 seconds; half a body, for 30."""
    waiting = {}
    for name, sent in {
        "header": b"GET /web/login HTTP/1.1\r\nHost: x\r\n",
        "body": b"POST /web/login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
    }.items():
        waiting[name] = socket.create_connection(("127.0.0.1", stack.ports["web"]), timeout=60)
        waiting[name].sendall(sent)
    began = time.monotonic()
    seconds = {}
    for name, client in waiting.items():
        with suppress(ConnectionResetError):
            client.recv(1000)  # an answer, or the end
        seconds[name] = time.monotonic() - began
        client.close()
    assert 10 < seconds["header"] < 25
    assert 25 < seconds["body"] < 45
