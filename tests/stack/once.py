"""Read once: the document, its bill, its chatter and its file."""

from __future__ import annotations

import re

from ..product import reading
from ..product.client import Client, Upload
from ..samples import french_bill, german_invoice
from ..samples.truth import truth

BY_FILE_NAME = {"facture.pdf": french_bill.DOCUMENT, "rechnung.pdf": german_invoice.DOCUMENT}
READ_MESSAGE = re.compile(r"was read by ")


def assert_read_once(client: Client, upload: Upload, seconds: float = 150) -> None:
    """Wait until `upload` is read, then look for anything lost or done twice."""
    document = reading.await_state(client, upload, "read", "failed", seconds=seconds)
    assert document["state"] == "read", document["error"]

    [attachment] = client.search_read(
        "ir.attachment", [("id", "=", upload.attachment_id)], ["name"]
    )
    expected = truth(BY_FILE_NAME[attachment["name"]])
    fields, bill = expected["fields"], reading.bill(client, upload)
    assert bill["state"] == "draft"
    assert bill["ref"] == fields["invoice_number"]
    assert bill["invoice_date"] == fields["invoice_date"]
    assert f"{bill['amount_total']:.2f}" == fields["amount_total"]
    # filled twice, the lines would be there twice
    lines = reading.bill_lines(client, upload)
    assert sum(line["price_subtotal"] for line in lines) == bill["amount_untaxed"]
    assert len(lines) <= len(expected["lines"])

    told = [body for body in reading.messages(client, upload) if READ_MESSAGE.search(body)]
    assert len(told) == 1, told
    assert client.download(upload.attachment_id) == upload.data
