"""After a stop over night nothing is late yet; what is not begun in time after that, is."""

from __future__ import annotations

import pytest

from .conftest import begun_with, schedule_kept
from .health import Health, told

pytestmark = pytest.mark.timed

AGO = "now() AT TIME ZONE 'UTC' - interval '{}'"


@pytest.mark.parametrize(
    ("stopped", "status", "words"), [("10 hours", "pass", ""), (None, "fail", "late, “")]
)
def test_what_was_due_at_night(stack, db, stopped, status, words):
    """Without a scheduler, so that nothing of it is begun; the charts have no point of the night,
    or none at all."""
    try:
        with schedule_kept(stack), begun_with(stack, ODOO_MAX_CRON_THREADS="0"):
            db.rows("DELETE FROM health_sample")
            if stopped:
                db.rows(f"INSERT INTO health_sample (time) VALUES ({AGO.format(stopped)})")
            db.rows(f"UPDATE ir_cron SET nextcall = {AGO.format('9 hours')} WHERE active")
            found = told(Health(stack).looked(), "cron:lag")
    finally:
        db.rows("DELETE FROM health_sample")
    assert (found[0], words in found[1]) == (status, True), found
