"""Live updates come through the one port: RFC 6455's opening handshake."""

from __future__ import annotations

import base64
import hashlib
import os

from verify_deployment.check import Check, Fault, Target

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # section 1.3
_MOST = 16 << 10


def run(target: Target) -> str:
    address = target.visitor.address
    key = base64.b64encode(os.urandom(16)).decode()
    request = (
        "GET /websocket HTTP/1.1\r\n"
        f"Host: {address.netloc}\r\nOrigin: {address}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with target.visitor.connected() as connection:
        connection.sendall(request.encode())
        head = b""
        while b"\r\n\r\n" not in head and len(head) < _MOST:
            if not (part := connection.recv(4096)):
                break
            head += part
    lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip()
        for name, _colon, value in (line.partition(":") for line in lines[1:])
    }
    status = lines[0].split(" ")[1] if lines[0].count(" ") else "nothing"
    if status != "101":
        remedy = "Whatever stands before the app has to pass Upgrade and Connection on."
        if status == "503":
            remedy = "The evented process is away: the runtime log says why."
        raise Fault(f"/websocket answers {status}", remedy)
    accept = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
    if headers.get("sec-websocket-accept") != accept or headers.get("upgrade", "").lower() != (
        "websocket"
    ):
        raise Fault("/websocket answers 101 without the right key", "Who answers there?")
    return "/websocket answers 101"


CHECK = Check("websocket", run, needs="readiness")
