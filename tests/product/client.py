"""A person at the web client, without the browser: a session, calls, an upload."""

from __future__ import annotations

import base64
import copy
import itertools
import mimetypes
import re
import time
from dataclasses import dataclass, field
from typing import Any

import httpx


class OdooError(Exception):
    """Odoo answered with an error; the message is Odoo's."""


class Client:
    """One login. Safe to use from one thread only; `transport` may measure its requests."""

    def __init__(
        self,
        url: str,
        database: str,
        login: str,
        password: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._ids = itertools.count(1)
        self.url = url
        self._http = httpx.Client(base_url=url, timeout=60, trust_env=False, transport=transport)
        info = self.post("/web/session/authenticate", db=database, login=login, password=password)
        self.user_id: int = info["uid"]
        self.company_id: int = info["user_companies"]["current_company"]

    def twin(self) -> Client:
        """The same session for another thread."""
        twin = copy.copy(self)
        twin._http = httpx.Client(
            base_url=self.url, timeout=60, trust_env=False, cookies=self._http.cookies
        )
        return twin

    def post(self, path: str, **params: Any) -> Any:
        """Call a JSON route; raises OdooError, or httpx.HTTPError when Odoo is away."""
        payload = {"jsonrpc": "2.0", "id": next(self._ids), "method": "call", "params": params}
        response = self._http.post(path, json=payload)
        response.raise_for_status()
        answer = response.json()
        if error := answer.get("error"):
            raise OdooError(error.get("data", {}).get("message") or error["message"])
        return answer.get("result")

    def move_to(self, url: str) -> None:
        """Go on at another address, with the same cookies."""
        self.url = url
        self._http.base_url = httpx.URL(url)

    @property
    def session_id(self) -> str:
        return self._http.cookies["session_id"]

    def get(self, path: str) -> httpx.Response:
        """Open a page; redirects are not followed."""
        return self._http.get(path)

    def stream(self, path: str) -> httpx.Response:
        """Open a page whose body is still to come; close it."""
        return self._http.send(self._http.build_request("GET", path), stream=True)

    def attach(self, model: str, record: int, file_name: str, data: bytes) -> None:
        """What the paper clip of a record's chatter does."""
        page = self.get("/odoo").text
        [token] = re.findall(r'csrf_token: "(\w+)"', page)
        response = self._http.post(
            "/mail/attachment/upload",
            data={"csrf_token": token, "thread_model": model, "thread_id": record},
            files={"ufile": (file_name, data)},
        )
        response.raise_for_status()

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a public method of a model with this person's rights."""
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(args),
            kwargs=kwargs,
        )

    def patient_call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Like `call`, repeated for up to 60 s while Odoo is away (reading calls only)."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.call(model, method, *args, **kwargs)
            except (httpx.HTTPError, OdooError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)

    def search_read(self, model: str, domain: list[Any], fields: list[str]) -> list[dict[str, Any]]:
        return self.patient_call(model, "search_read", domain, fields)

    def download(self, attachment_id: int) -> bytes:
        response = self._http.get(f"/web/content/{attachment_id}?download=true")
        response.raise_for_status()
        return response.content

    def upload_bill(self, file_name: str, data: bytes, move_type: str = "in_invoice") -> Upload:
        """What the Upload button of Vendor Bills does: an attachment, then a bill from it."""
        domain = [("type", "=", "purchase"), ("company_id", "=", self.company_id)]
        [journal] = self.call("account.journal", "search", domain, limit=1)
        attachment = self.call(
            "ir.attachment",
            "create",
            {
                "name": file_name,
                "mimetype": mimetypes.guess_type(file_name)[0],  # by name, as a browser does
                "datas": base64.b64encode(data).decode(),
            },
        )
        started = time.monotonic()
        action = self.call(
            "account.journal",
            "create_document_from_attachment",
            [journal],
            [attachment],
            context={"default_move_type": move_type, "default_journal_id": journal},
        )
        return Upload(attachment, action["res_id"], data, time.monotonic() - started)


@dataclass(frozen=True)
class Upload:
    """`seconds`: how long the uploading person waited for the answer."""

    attachment_id: int
    bill_id: int
    data: bytes = field(repr=False)
    seconds: float
