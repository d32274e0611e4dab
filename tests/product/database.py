"""A look into Odoo's database from outside, even while Odoo's processes die."""

from __future__ import annotations

import time
from contextlib import closing
from typing import Any

import psycopg2

from .running import DATABASE, ROLE, Stack


class Watcher:
    """A connection per question: a restart of PostgreSQL cannot leave a dead one behind."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def connection(self) -> psycopg2.extensions.connection:
        """One to close, for whoever asks often: to log in costs more than most questions."""
        connection = psycopg2.connect(
            host="127.0.0.1",
            port=self._stack.ports["postgres"],
            user=ROLE,
            password=self._stack.postgres.password,
            dbname=DATABASE,
            connect_timeout=5,
        )
        connection.autocommit = True
        return connection

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(self.connection()) as connection, connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def state(self, attachment_id: int) -> str | None:
        rows = self.rows("SELECT state FROM ocr_document WHERE attachment_id = %s", attachment_id)
        return rows[0][0] if rows else None

    def await_state(self, attachment_id: int, state: str, seconds: float = 60) -> None:
        """Return within a few hundredths of a second after the state is committed."""
        deadline = time.monotonic() + seconds
        while (seen := self.state(attachment_id)) != state:
            if time.monotonic() > deadline:
                raise AssertionError(f"the document is {seen}, not {state}, after {seconds:.0f} s")
            time.sleep(0.03)

    def postpone_latest(self, seconds: float = 10) -> None:
        """The next attempt at the latest document is an hour away, as after many failures.

        The document is committed as waiting one transaction before its job is: a change in
        between would collide with the job's own, and leave it to the check for dead jobs.
        """
        deadline = time.monotonic() + seconds
        while not self.rows(
            "UPDATE queue_job SET eta = now() at time zone 'utc' + interval '1 hour'"
            " WHERE state = 'pending' AND uuid ="
            " (SELECT job_uuid FROM ocr_document ORDER BY id DESC LIMIT 1) RETURNING id"
        ):
            if time.monotonic() > deadline:
                raise AssertionError(f"the job is not back in the queue after {seconds:.0f} s")
            time.sleep(0.03)

    def wake_job_runner(self) -> None:
        """Make the job runner look around now; by itself it does every 60 seconds."""
        self.rows("SELECT pg_notify('queue_job', 'nothing new')")
