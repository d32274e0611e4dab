"""Live through an outage of the database.

Upstream, ``odoo/service/server.py``:

- ``PreforkServer.process_spawn`` asks the database before the first fork; an OperationalError
  there ends the master, and with it the server.
- ``WorkerCron.start``, ``sleep`` and ``process_work`` end the worker when the database goes away,
  and the master starts another at once, and another.
- ``ThreadedServer.cron_thread`` ends for good, silently.
"""

import logging
import os
import select
import time

from odoo.service import server
from psycopg2.pool import PoolError

from ..connection import AWAY, first_line, listen

_logger = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between attempts while the database is away."""


class _Listening:
    """What ``WorkerCron`` expects of its ``dbcursor``: ``_cnx`` and ``close``."""

    def __init__(self, connection):
        self._cnx = connection

    def close(self):
        self._cnx.close()


def _connect(worker):
    """Give the cron worker a connection that listens, however long that takes."""
    said = None
    while worker.alive and worker.ppid == os.getppid():
        try:
            worker.dbcursor = _Listening(listen("cron_trigger"))
        except AWAY as error:
            if said != (said := first_line(error)):
                _logger.warning("Worker (%d) waits for the database: %s", worker.pid, said)
            worker.multi.pipe_ping(worker.watchdog_pipe)  # or the master takes it for dead
            select.select([worker.wakeup_fd_r], [], [], PAUSE)
        else:
            if said:
                _logger.info("Worker (%d) has its database back", worker.pid)
            return


def apply():
    process_spawn = server.PreforkServer.process_spawn
    cron_sleep, cron_work = server.WorkerCron.sleep, server.WorkerCron.process_work
    cron_thread = server.ThreadedServer.cron_thread

    def process_spawn_or_wait(self):
        try:
            process_spawn(self)
        except (*AWAY, PoolError) as error:  # tried again at the next beat
            _logger.warning("no process is started without a database: %s", first_line(error))

    def start(self):
        os.nice(10)
        server.Worker.start(self)
        if self.multi.socket:
            self.multi.socket.close()
        _connect(self)

    def sleep(self):
        try:
            cron_sleep(self)
        except (*AWAY, ValueError, OSError):  # ValueError, OSError: select() on a closed socket
            self.dbcursor.close()
            _connect(self)

    def process_work(self):
        if not self.alive:
            return
        try:
            cron_work(self)
        except (*AWAY, PoolError) as error:
            _logger.warning("Worker (%d) could not look for jobs: %s", self.pid, first_line(error))
            self.db_queue.clear()
            select.select([self.wakeup_fd_r], [], [], PAUSE)

    def stop(self):
        server.Worker.stop(self)
        if hasattr(self, "dbcursor"):
            self.dbcursor.close()

    def lasting_cron_thread(self, number):
        while True:
            try:
                cron_thread(self, number)
            except (*AWAY, PoolError) as error:
                _logger.warning("cron%d waits for the database: %s", number, first_line(error))
                time.sleep(PAUSE)

    server.PreforkServer.process_spawn = process_spawn_or_wait
    server.WorkerCron.start = start
    server.WorkerCron.sleep = sleep
    server.WorkerCron.process_work = process_work
    server.WorkerCron.stop = stop
    server.ThreadedServer.cron_thread = lasting_cron_thread
