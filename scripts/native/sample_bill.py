"""The first bill: uploaded as a person would, read by the real service."""

from __future__ import annotations

import base64
import time
from pathlib import Path

from native.progress import SetupError, say, step
from native.rpc import Session
from native.stack import DATABASE, Stack

SAMPLE = "addons/insightpulse_ocr_account/demo/scanned_bill.pdf"
_READ_SECONDS = 300.0


def digitise(stack: Stack) -> str:
    """Upload the sample bill unless it is there; wait until it is read; return a line about it.

    Raises :class:`SetupError` when it could not be read.
    """
    path = stack.places.checkout / SAMPLE
    session = Session(stack.url, DATABASE, "admin", "admin")
    found = session.call(
        "ir.attachment", "search_read",
        [("name", "=", path.name), ("res_model", "=", "account.move")], fields=["res_id"], limit=1,
    )  # fmt: skip
    if found:
        return _await_read(stack, session, found[0]["res_id"])
    with step("one sample bill, read by PaddleOCR"):
        stack.await_ocr()
        return _await_read(stack, session, _upload(session, path))


def _upload(session: Session, path: Path) -> int:
    """Drop the file on the purchase journal, as the web client does; returns the bill's id."""
    content = base64.b64encode(path.read_bytes()).decode()
    attachment = session.call("ir.attachment", "create", {"name": path.name, "datas": content})
    journals = session.call("account.journal", "search", [("type", "=", "purchase")], limit=1)
    context = {"default_move_type": "in_invoice", "default_journal_id": journals[0]}
    action = session.call(
        "account.journal", "create_document_from_attachment", journals, [attachment],
        context=context,
    )  # fmt: skip
    return int(action["res_id"])


def _await_read(stack: Stack, session: Session, bill_id: int) -> str:
    deadline = time.monotonic() + _READ_SECONDS
    state = ""
    while time.monotonic() < deadline:
        document = session.call(
            "ocr.document", "search_read",
            [("res_model", "=", "account.move"), ("res_id", "=", bill_id)],
            fields=["state", "error", "seconds"],
        )  # fmt: skip
        if document and document[0]["state"] != state:
            state = document[0]["state"]
            say(f"document: {state}")
        if state == "read":
            bill = session.call(
                "account.move", "read", [bill_id], ["ref", "amount_total", "currency_id"]
            )[0]
            return (
                f"{bill['ref']}, {bill['amount_total']:.2f} {bill['currency_id'][1]}, read in "
                f"{document[0]['seconds']:.1f} s: {stack.url}/odoo/vendor-bills/{bill_id}"
            )
        if state in ("failed", "cancelled"):
            raise SetupError(f"The sample bill could not be read: {document[0]['error']}")
        time.sleep(0.5)
    raise SetupError(
        f"The sample bill was not read within {_READ_SECONDS:.0f} s (state: {state or 'none'}). "
        f"The logs are in {stack.logs}."
    )
