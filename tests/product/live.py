"""What reaches a user by itself: notifications of the bus, and jobs that were triggered."""

from __future__ import annotations

import json
import time
from typing import Any

import websocket

from .client import Client
from .database import Watcher

PARAMETER = "tests.cron_ran"


class Socket:
    """The websocket of a logged-in person, as the web client opens it."""

    def __init__(self, client: Client, message: list[int] | None = None) -> None:
        """`message`: the one that is starred, and unstarred, to notify this person."""
        self._client = client
        self._socket = self._opened()
        self.status: int = self._socket.getstatus()
        self._subscribe()
        self._message = message or client.call("mail.message", "search", [], limit=1)

    def _opened(self, patience: float = 20) -> websocket.WebSocket:
        """The web client tries again as well: the evented process starts after the workers."""
        deadline = time.monotonic() + patience
        while True:
            try:
                return websocket.create_connection(
                    self._client.url.replace("http", "ws", 1) + "/websocket",
                    cookie=f"session_id={self._client.session_id}",
                    origin=self._client.url,
                    timeout=10,
                )
            except websocket.WebSocketBadStatusException:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _subscribe(self) -> None:
        data = {"channels": [], "last": 0}
        self._socket.send(json.dumps({"event_name": "subscribe", "data": data}))

    def notification_seconds(self, patience: float = 10) -> float:
        """Seconds from the start of a request that notifies this person until it is here."""
        self.drain()
        began = time.monotonic()
        self.notify()
        while True:
            try:
                self.await_notification(began + patience)
                return time.monotonic() - began
            except websocket.WebSocketConnectionClosedException:
                # Odoo closes one whose database connection broke; the web client connects again,
                # and gets what it has missed
                self._socket = self._opened()
                self._subscribe()

    def notify(self) -> None:
        """Do what all the sockets of this person are told of."""
        self._client.call("mail.message", "toggle_message_starred", self._message)

    def await_notification(self, deadline: float) -> None:
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(max(0.01, left))
            try:
                if b"mail.message/toggle_star" in self._received():
                    return
            except websocket.WebSocketTimeoutException:
                break
        raise AssertionError("no notification in time")

    def _received(self) -> bytes:
        """The next message."""
        kind, data = self._socket.recv_data()
        if kind == websocket.ABNF.OPCODE_CLOSE:
            code = int.from_bytes(data[:2], "big")
            raise websocket.WebSocketConnectionClosedException(f"{code}: {data[2:]!r}")
        return data

    def drain(self) -> None:
        self._socket.settimeout(1)
        try:
            while self._received():
                pass
        except websocket.WebSocketTimeoutException:
            pass

    def receive(self) -> websocket.ABNF:
        """The next frame."""
        self._socket.settimeout(10)
        return self._socket.recv_frame()

    def close(self) -> None:
        self._socket.close()


class Cron:
    """A scheduled job that leaves a mark, and an action that triggers it."""

    def __init__(self, admin: Client, db: Watcher) -> None:
        self._admin, self._db = admin, db
        [model] = admin.call("ir.model", "search", [("model", "=", "ir.config_parameter")])
        cron = admin.call(
            "ir.cron", "create",
            {
                "name": "Mark of the tests", "model_id": model, "state": "code",
                "code": f"model.set_param('{PARAMETER}', env.cr.now().isoformat())",
                "interval_type": "months", "interval_number": 12,
                "nextcall": "2099-01-01 00:00:00",
            },
        )  # fmt: skip
        self._action = admin.call(
            "ir.actions.server", "create",
            {
                "name": "Trigger", "model_id": model, "state": "code",
                "code": f"env['ir.cron'].browse({cron})._trigger()",
            },
        )  # fmt: skip

    def _mark(self) -> Any:
        rows = self._db.rows("SELECT value FROM ir_config_parameter WHERE key = %s", PARAMETER)
        return rows and rows[0][0]

    def seconds(self, patience: float = 30) -> float:
        """Seconds from triggering the job until it has run."""
        before, began = self._mark(), time.monotonic()
        self._admin.call("ir.actions.server", "run", [self._action])
        while time.monotonic() - began < patience:
            if self._mark() != before:
                return time.monotonic() - began
            time.sleep(0.02)
        raise AssertionError(f"the job did not run in {patience:.0f} s")
