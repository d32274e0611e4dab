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
            raise Fault(f"{path} answers {status}", remedy)
    answer = target.visitor.post("/jsonrpc", json.dumps(_LIST).encode(), "application/json")
    try:
        open_ = answer.status == 200 and "result" in json.loads(answer.body)
    except ValueError:
        open_ = False
    if open_:
        raise Fault("/jsonrpc lists the server's databases", remedy)
    return "closed"


CHECK = Check("database manager", run)
