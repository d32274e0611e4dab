"""Nobody can list, copy or drop databases over HTTP: neither on the pages, nor as a program."""

from __future__ import annotations

import json
import xmlrpc.client
from typing import Literal
from xml.parsers.expat import ExpatError

from verify_deployment.check import Check, Fault, Target
from verify_deployment.visitor import Answer

PAGES = ("/web/database/manager", "/web/database/selector")
NO_DATABASE = "there-is-no-such-database"
# A method, its arguments, and what it means when it is not refused.
CALLS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("list", (), "lists the databases"),
    # of none that there is: nothing is copied, whatever the answer
    ("dump", ("", NO_DATABASE, "zip"), "copies a database without the master password"),
)
_CLOSED = (403, 404, 405)
_CLOSE = "Set ODOO_DATABASE_MANAGER=0. Until then a master password is all that keeps it shut."
_LATER = "Run it again when the app is up; if that stays, who answers there?"
_LARGEST = 64 << 10
_Said = Literal["refused", "done", "unclear"]


def run(target: Target) -> str:
    opened: list[str] = []
    unclear: list[str] = []
    for path in PAGES:
        status = target.visitor.request("GET", path).status
        if status not in _CLOSED:
            (unclear if status >= 500 else opened).append(f"{path} answers {status}")
    for method, arguments, meaning in CALLS:
        params = {"service": "db", "method": method, "args": arguments}
        call = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        answers = [target.visitor.post("/jsonrpc", json.dumps(call).encode(), "application/json")]
        xml = xmlrpc.client.dumps(arguments, method).encode()
        for path in ("/xmlrpc/db", "/xmlrpc/2/db"):
            answers.append(target.visitor.post(path, xml, "text/xml"))
        for answer in answers:
            said = _of_json(answer) if answer.path == "/jsonrpc" else _of_xml(answer)
            if said == "done":
                opened.append(f"{answer.path} {meaning}")
            elif said == "unclear":
                unclear.append(
                    f"{answer.path} answers {answer.status}, and does not refuse {method}"
                )
    if opened or unclear:
        raise Fault("; ".join(opened + unclear), _CLOSE if opened else _LATER)
    return "closed: pages, /jsonrpc and /xmlrpc"


def _of_json(answer: Answer) -> _Said:
    if answer.status in _CLOSED:
        return "refused"
    try:
        said = json.loads(answer.body[:_LARGEST]) if answer.status == 200 else None
    except (ValueError, RecursionError):
        return "unclear"
    if isinstance(said, dict) and "result" in said:
        return "done"
    return "refused" if _denied(said) else "unclear"


def _denied(said: object) -> bool:
    """``{"error": {"data": {"name": "odoo.exceptions.AccessDenied"}}}``, see Odoo's `http.py`."""
    for name in ("error", "data", "name"):
        said = said.get(name) if isinstance(said, dict) else None
    return said == "odoo.exceptions.AccessDenied"


def _of_xml(answer: Answer) -> _Said:
    if answer.status in _CLOSED:
        return "refused"
    if answer.status != 200 or b"<!" in answer.body:  # entities are no part of XML-RPC
        return "unclear"
    try:
        xmlrpc.client.loads(answer.body[:_LARGEST])
    except xmlrpc.client.Fault as fault:  # 3 on /xmlrpc/2, the name on /xmlrpc
        return "refused" if fault.faultCode in (3, "AccessDenied") else "unclear"
    except (ExpatError, ValueError, TypeError, LookupError, xmlrpc.client.Error):
        return "unclear"
    return "done"


CHECK = Check("database manager", run, needs="readiness")
