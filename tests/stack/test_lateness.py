"""After a stop over night nothing is late yet; what is not begun in time after that, is."""

from __future__ import annotations

import httpx
import pytest

from ..product.running import HEALTH_TOKEN as TOKEN
from .conftest import begun_with

pytestmark = pytest.mark.timed

NIGHT = "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - interval '10 hours' WHERE active"


@pytest.mark.parametrize(
    ("counts", "status", "words"), [("0", "pass", ""), ("1", "fail", "late, “")]
)
def test_what_was_due_at_night(stack, db, counts, status, words):
    """Without a scheduler, so that nothing of it is begun."""
    before = db.rows("SELECT id, nextcall FROM ir_cron")
    try:
        with begun_with(stack, ODOO_MAX_CRON_THREADS="0", LATE_WHILE_STOPPED=counts):
            db.rows(NIGHT)
            answer = httpx.get(
                f"{stack.url}/health", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=15
            )
            [entry] = answer.json()["checks"]["cron:lag"]
    finally:
        for cron, moment in before:
            db.rows("UPDATE ir_cron SET nextcall = %s WHERE id = %s", moment, cron)
    assert (entry["status"], words in entry.get("output", "")) == (status, True), entry
