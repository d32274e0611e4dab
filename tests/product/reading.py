"""What became of an uploaded bill, seen through the web client's own calls."""

from __future__ import annotations

import time
from typing import Any

from .client import Client, Upload

DOCUMENT_FIELDS = ["state", "attempts", "error", "error_code", "res_id", "attachment_id"]
BILL_FIELDS = [
    "state",
    "move_type",
    "ref",
    "partner_id",
    "invoice_date",
    "invoice_date_due",
    "currency_id",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
]


class NotInTime(AssertionError):
    """The document did not get where it should; the message says where it is."""


def document_of(client: Client, upload: Upload) -> dict[str, Any] | None:
    found = client.search_read(
        "ocr.document", [("attachment_id", "=", upload.attachment_id)], DOCUMENT_FIELDS
    )
    assert len(found) < 2, f"{upload} has {len(found)} documents"
    return found[0] if found else None


def await_state(
    client: Client, upload: Upload, *states: str, seconds: float = 120, interval: float = 0.25
) -> dict[str, Any]:
    """The document of `upload`, as soon as it is in one of `states`."""
    deadline = time.monotonic() + seconds
    while True:
        document = document_of(client, upload)
        if document and document["state"] in states:
            return document
        if time.monotonic() > deadline:
            raise NotInTime(
                f"{upload} is not {' or '.join(states)} after {seconds:.0f} s: {document}"
            )
        time.sleep(interval)


def bill(client: Client, upload: Upload) -> dict[str, Any]:
    [found] = client.search_read("account.move", [("id", "=", upload.bill_id)], BILL_FIELDS)
    return found


def bill_lines(client: Client, upload: Upload) -> list[dict[str, Any]]:
    """The product lines of the bill, in order."""
    return client.patient_call(
        "account.move.line",
        "search_read",
        [("move_id", "=", upload.bill_id), ("display_type", "=", "product")],
        ["name", "quantity", "price_unit", "price_subtotal", "tax_ids"],
        order="sequence, id",
    )


def messages(client: Client, upload: Upload) -> list[str]:
    """The bodies of the bill's chatter, oldest first."""
    found = client.patient_call(
        "mail.message",
        "search_read",
        [("model", "=", "account.move"), ("res_id", "=", upload.bill_id), ("body", "!=", "")],
        ["body"],
        order="id",
    )
    return [message["body"] for message in found]
