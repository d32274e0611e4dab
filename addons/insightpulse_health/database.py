"""The target database, asked with a deadline on a connection of our own.

Not through Odoo's pool: it may be exhausted, which is one of the things to find out, and a cursor
of it waits as long as the network likes. psycopg2's asynchronous connections wait as long as they
are told: https://www.psycopg.org/docs/advanced.html#asynchronous-support
"""

import select
import threading
import time
from concurrent.futures import Future

import psycopg2
import psycopg2.extensions
from odoo import sql_db
from odoo.addons.insightpulse_platform.connection import ALIVE, AWAY, first_line
from psycopg2 import errors

from .checking import Away

TURN = 5.0
"""Seconds in which what others ask should have ended: a first look is some forty statements."""


class _Broken(Away):
    """The connection ended, or could not be had."""


class Database:
    """One connection, which is made when it is needed, and made anew after it broke.

    ``port`` gives another port than Odoo's own, or None.
    """

    def __init__(self, name, port=lambda: None):
        self.name = name
        self._port = port
        self._turn = threading.Lock()
        self._connection = self._begun = None

    def rows(self, sql, params=(), *, seconds=1.0):
        """All rows of one statement, once those of others have ended.

        :raise Away: when there was no answer within ``seconds``
        :raise psycopg2.Error: when the statement is wrong
        """
        if not self._turn.acquire(timeout=TURN + seconds):
            raise Away(f"the database gave no answer within {TURN + seconds:g} seconds")
        try:
            # or was begun for somebody who has not waited for it
            was_idle = self._connection is not None or self._begun is not None
            try:
                return self._ask(sql, params, seconds)
            except _Broken:
                if not was_idle:
                    raise
                return self._ask(sql, params, seconds)  # it broke while nobody looked
        finally:
            self._turn.release()

    def close(self):
        with self._turn:
            self._drop()

    def _ask(self, sql, params, seconds):
        end = time.monotonic() + seconds
        try:
            if self._connection is None:
                self._connect(end, seconds)
            with self._connection.cursor() as cursor:
                # Whoever gives up lets the server give up, too. Both go out as one message, which
                # is one transaction.
                cursor.execute(f"SET LOCAL statement_timeout = {seconds * 1000:.0f};{sql}", params)
                self._wait(end, seconds)
                return cursor.fetchall()
        except errors.QueryCanceled:
            raise Away(f"the database gave no answer within {seconds:g} seconds") from None
        except AWAY as error:
            self._drop()
            raise _Broken(f"the database does not answer: {first_line(error)}") from None
        except psycopg2.Error:
            raise  # the connection is as good as before
        except BaseException:
            self._drop()
            raise

    def _connect(self, end, seconds):
        """In a thread: the look-up of the host's name is libpq's, which nobody can cut short. One
        that hangs is waited for by whoever asks next."""
        if self._begun is None:
            begun = Future()
            threading.Thread(target=self._begin, args=(begun,), daemon=True).start()
            self._begun = begun
        try:
            self._connection = self._begun.result(max(0, end - time.monotonic()))
        except TimeoutError:
            raise Away(f"the database gave no answer within {seconds:g} seconds") from None
        finally:
            if self._begun.done():
                self._begun = None
        self._wait(end, seconds)

    def _begin(self, begun):
        try:
            _name, info = sql_db.connection_info_for(self.name)
            if port := self._port():
                info["port"] = port
            info["application_name"] = "odoo-health"
            begun.set_result(psycopg2.connect(**{**ALIVE, **info}, async_=True))
        except BaseException as error:
            begun.set_exception(error)

    def _wait(self, end, seconds):
        connection = self._connection
        while (state := connection.poll()) != psycopg2.extensions.POLL_OK:
            reads = state == psycopg2.extensions.POLL_READ
            poller = select.poll()  # select() knows no file above 1023, and websockets are files
            poller.register(connection, select.POLLIN if reads else select.POLLOUT)
            left = end - time.monotonic()
            if left <= 0 or not poller.poll(left * 1000):
                raise Away(f"the database gave no answer within {seconds:g} seconds")

    def _drop(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None
