"""Fork the process behind the evented port, so that it shares what the master has loaded.

Upstream, ``odoo/service/server.py``, ``PreforkServer.long_polling_spawn`` starts a second Odoo for
it: gevent has to replace the standard library before anything is loaded. That process shares
nothing, loads a registry of its own (140 MB with accounting), and when it is told to end,
``stop_workers_gracefully`` kills it in the middle of its jobs.

Here it is a worker like the others, and serves each connection in a thread, as Odoo does with
``workers = 0``. A thread that waits (for a websocket, a job's answer, a stream) costs some ten
kilobytes; and no longer can a computation in one of them hold up all the others.
"""

import logging
import select
import threading
import time

from odoo.service import server
from odoo.tools import config

_logger = logging.getLogger(__name__)

STACK_BYTES = 2 << 20
"""Address space of a thread's stack, of 8 MiB by default: there may be hundreds."""

DRAIN_SECONDS = 5
"""How long what runs may take to end when the process has to. A job that is cut off runs again."""


PROBES = frozenset({"/web/health", "/health", "/health/live", "/health/ready", "/metrics"})
"""Paths of the addon insightpulse_health, which take no connection of the pool."""


def bounded(app, at_once):
    """``app``, computing ``at_once`` answers at a time; what waits after that is not counted.

    Sending a stream and serving a websocket come after the answer, when the request has given its
    database connection back. Without a bound, fifty browsers that come back at once find the
    connection pool empty, and an error.
    """
    turn = threading.BoundedSemaphore(at_once)

    def answer(environ, start_response):
        if environ["PATH_INFO"] in PROBES:
            return app(environ, start_response)
        with turn:
            return app(environ, start_response)

    return answer


class WorkerEvented(server.Worker):
    """Serves the evented port, a thread for each connection."""

    # upstream's returns nothing; pylint: disable-next=missing-return
    def start(self):
        super().start()
        if self.multi.socket:
            self.multi.socket.close()  # of the HTTP workers
        threading.stack_size(STACK_BYTES)
        # half the pool, as in ThreadedWSGIServerReloadable: some requests take two connections
        app = bounded(self.multi.app, max(1, config["db_maxconn"] // 2))
        self.httpd = server.ThreadedWSGIServerReloadable(
            self.multi.interface, config["gevent_port"], app
        )
        self.httpd.daemon_threads = True
        threading.Thread(target=self.httpd.serve_forever, daemon=True).start()

    def sleep(self):
        select.select([self.wakeup_fd_r], [], [], self.multi.beat)
        server.empty_pipe(self.wakeup_fd_r)

    def stop(self):
        self.httpd.shutdown()
        self.httpd.server_close()
        server.CommonServer.stop(self.multi)  # tells the websockets and the bus
        end = time.monotonic() + DRAIN_SECONDS
        for thread in threading.enumerate():
            if getattr(thread, "type", None) in ("http", "websocket"):
                thread.join(max(0, end - time.monotonic()))


def apply():
    stop_workers_gracefully = server.PreforkServer.stop_workers_gracefully

    def long_polling_spawn(self):
        self.long_polling_pid = self.worker_spawn(WorkerEvented, {}).pid

    def stop_all_workers_gracefully(self):
        self.long_polling_pid = None  # or it is killed; as a worker it is told
        stop_workers_gracefully(self)

    server.PreforkServer.long_polling_spawn = long_polling_spawn
    server.PreforkServer.stop_workers_gracefully = stop_all_workers_gracefully
