"""Nobody can list, copy or drop databases over HTTP."""

from __future__ import annotations

import json

from verify_deployment.check import Check, Fault, Target

PAGES = ("/web/database/manager", "/web/database/selector")
_PARAMS = {"service": "db", "method": "list", "args": ()}
_LIST = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": _PARAMS}


def run(target: Target) -> str:
    remedy = "Set ODOO_DATABASE_MANAGER=0."
    for path in PAGES:
        status = target.visitor.request("GET", path).status
        if status != 404:
            again = "Run it again when the app is up." if status >= 500 else remedy
            raise Fault(f"{path} answers {status}", again)
    answer = target.visitor.post("/jsonrpc", json.dumps(_LIST).encode(), "application/json")
    try:
        said = json.loads(answer.body) if answer.status == 200 else None
    except ValueError:
        said = None
    if isinstance(said, dict) and "result" in said:
        raise Fault("/jsonrpc lists the server's databases", remedy)
    if not isinstance(said, dict) or "error" not in said:
        raise Fault(
            f"/jsonrpc answers {answer.status} without refusing to list the databases",
            "Run it again; if that stays, who answers there?",
        )
    return "closed"


CHECK = Check("database manager", run)
