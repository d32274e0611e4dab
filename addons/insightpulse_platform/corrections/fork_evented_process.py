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
_access = logging.getLogger("werkzeug")

STACK_BYTES = 2 << 20
"""Address space of a thread's stack, of 8 MiB by default: there may be hundreds."""

DRAIN_SECONDS = 5
"""How long what runs may take to end when the process has to. A job that is cut off runs again."""


at_once = None
"""``at_once(environ)`` answers what needs no connection of the pool and no application, or returns
None; it raises nothing. ``environ`` is WSGI's, without what only describes the server. An answer
has a ``status`` and a ``message(with_body, closes)``, all bytes of it. Set by the addon
insightpulse_health, for probes."""


def bounded(app, at_once):
    """``app``, computing ``at_once`` answers at a time; what waits after that is not counted.

    Sending a stream and serving a websocket come after the answer, when the request has given its
    database connection back. Without a bound, fifty browsers that come back at once find the
    connection pool empty, and an error.
    """
    turn = threading.BoundedSemaphore(at_once)

    def answer(environ, start_response):
        with turn:
            return app(environ, start_response)

    return answer


class Handler(server.RequestHandler):
    """Answers a probe itself, and keeps its connection: a new thread and Werkzeug's way to an
    application were two thirds of what a probe took."""

    def run_wsgi(self):
        thread = threading.current_thread()
        thread.type = "http"
        reads = self.command in ("GET", "HEAD")
        answer = at_once(self._environ()) if at_once and reads else None
        if answer is None:
            super().run_wsgi()
            return
        if answer.status not in (200, 503) or _access.isEnabledFor(logging.DEBUG):
            self.log_request(answer.status)
        self.close_connection = not self._may_go_on()
        self.wfile.write(
            answer.message(with_body=self.command == "GET", closes=self.close_connection)
        )
        thread.type = "probe"  # waits for its next request, and nobody for that

    def _may_go_on(self):
        """Whether another request may follow. What somebody sends along with this one is not read,
        and must not be taken for the next."""
        return (
            not self.server.is_ending
            and self.request_version == "HTTP/1.1"
            and self.headers.get("Connection", "").lower() != "close"
            and "Content-Length" not in self.headers
            and "Transfer-Encoding" not in self.headers
        )

    def _environ(self):
        path, _mark, query = self.path.partition("?")
        environ = {"REQUEST_METHOD": self.command, "PATH_INFO": path, "QUERY_STRING": query}
        for name in ("Authorization", "Accept", "X-Request-ID"):
            if values := self.headers.get_all(name):  # several are one, as everywhere in WSGI
                environ[f"HTTP_{name.upper().replace('-', '_')}"] = ",".join(values)
        return environ


class Server(server.ThreadedWSGIServerReloadable):
    is_ending = False

    def __init__(self, *args):
        super().__init__(*args)
        self.RequestHandlerClass = Handler


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
        self.httpd = Server(self.multi.interface, config["gevent_port"], app)
        self.httpd.daemon_threads = True
        threading.Thread(target=self.httpd.serve_forever, daemon=True).start()

    def sleep(self):
        select.select([self.wakeup_fd_r], [], [], self.multi.beat)
        server.empty_pipe(self.wakeup_fd_r)

    def stop(self):
        self.httpd.is_ending = True
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
