"""A small client of Odoo's web interface: log in, call, upload. Standard library only."""

from __future__ import annotations

import itertools
import json
import urllib.request
from http.cookiejar import CookieJar
from typing import Any


class RpcError(Exception):
    """Odoo answered a call with an error; the message is Odoo's own."""


class Session:
    """One login, as a browser has it: cookie, JSON-RPC, and the same two ports behind one."""

    def __init__(self, url: str, database: str, login: str, password: str) -> None:
        self.url = url
        self._ids = itertools.count(1)
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self.info = self.post(
            "/web/session/authenticate", db=database, login=login, password=password
        )

    def post(self, path: str, **params: Any) -> Any:
        """Call a JSON route; raises :class:`RpcError` or ``OSError``."""
        payload = {"jsonrpc": "2.0", "id": next(self._ids), "method": "call", "params": params}
        request = urllib.request.Request(
            self.url + path, json.dumps(payload).encode(), {"Content-Type": "application/json"}
        )
        with self._opener.open(request, timeout=120) as response:
            answer = json.load(response)
        if "error" in answer:
            error = answer["error"]
            raise RpcError(error.get("data", {}).get("message") or error.get("message"))
        return answer.get("result")

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a public method of a model with this user's rights."""
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model, method=method, args=list(args), kwargs=kwargs,
        )  # fmt: skip
