"""The database is asked at most every five seconds, and may be away."""

from __future__ import annotations

import logging
import re

import pytest
from metrics import database

from checks import mail

from ..product import CHECKOUT


class Away(Exception):
    pass


class Rows:
    def __init__(self, answer):
        self.asked = []
        self.answer = answer

    def __call__(self, sql, params=(), *, seconds=1.0):
        self.asked.append(sql)
        self.seconds = seconds
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer if sql != database.TABLES else [("mail_mail",)]


def told(collector):
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in collector.collect() for sample in family.samples
    }  # fmt: skip


def test_rows_become_samples():
    rows = Rows([
        ("odoo_mail_outgoing", "exception", None, 3.0),
        ("odoo_queue_jobs", "root.ocr", "pending", 5.0),
        ("odoo_cron_lag_seconds", None, None, 0.5),
    ])  # fmt: skip

    assert told(database.FromDatabase(rows, Away)) == {
        ("odoo_database_up",): 1,
        ("odoo_mail_outgoing", "exception"): 3,
        ("odoo_queue_jobs", "root.ocr", "pending"): 5,
        ("odoo_cron_lag_seconds",): 0.5,
    }


def test_only_tables_that_are_there_are_asked_for():
    rows = Rows([])

    told(database.FromDatabase(rows, Away))

    assert "mail_mail" in rows.asked[1]
    assert "queue_job" not in rows.asked[1]


def test_a_slow_table_has_longer_than_a_check():
    rows = Rows([])

    told(database.FromDatabase(rows, Away))

    assert rows.seconds == database.WITHIN > 1


def test_all_states_of_a_job_that_is_not_done_are_counted():
    code = (CHECKOUT / "oca" / "odoo" / "addons" / "queue_job" / "job.py").read_text()
    known = dict(re.findall(r'^([A-Z_]+) = "(\w+)"$', code, re.MULTILINE))
    states = {known[name] for name in re.findall(r"^    \(([A-Z_]+), \"", code, re.MULTILINE)}

    assert set(re.findall(r"\w+", database.LIVING)) == states - {"done", "cancelled"}


def test_failed_mails_count_for_as_long_as_the_check_tells_of_them():
    assert database.MAIL_DAYS == mail.DAYS


def test_a_result_is_kept_for_a_while(monkeypatch):
    rows, now = Rows([]), [100.0]
    monkeypatch.setattr(database.time, "monotonic", lambda: now[0])
    collector = database.FromDatabase(rows, Away)

    for seconds, asked in ((0, 2), (4.9, 2), (0.2, 3)):
        now[0] += seconds
        told(collector)
        assert len(rows.asked) == asked


@pytest.mark.parametrize(("error", "up", "logged"), [(Away(), 0, 0), (KeyError("x"), 1, 1)])
def test_without_an_answer_the_rest_is_told_all_the_same(error, up, logged, caplog):
    with caplog.at_level(logging.ERROR):
        assert told(database.FromDatabase(Rows(error), Away)) == {("odoo_database_up",): up}
    assert len(caplog.records) == logged
