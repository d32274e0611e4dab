import threading

from odoo import http
from odoo.http import request
from odoo.service.server import CommonServer
from werkzeug.exceptions import NotFound

from ..providers import InvalidConfiguration, make
from ..providers.errors import ProviderError
from ..runs.running import RUNNING
from ..runs.stream import stored, stream
from ..runs.turns import TURNS
from .run_store import RunStore

# as far as PostgreSQL's integers go
RUN = "/insightpulse_ai/runs/<int(max=2147483647):run_id>"

# a process that ends tells the pages so, and the rows
CommonServer.on_stop(RUNNING.stop_all)


class Runs(http.Controller):
    """What belongs to the process in which waiting costs nothing, see nginx.conf.template."""

    @http.route(
        f"{RUN}/stream",
        type="http", auth="user", methods=["GET"], save_session=False,
    )  # fmt: skip
    def stream(self, run_id):
        """The answer as server-sent events, asked for from the model by this if nobody has."""
        run = self._own(run_id)
        body = self._asked(run) if run.state == "waiting" else stored(run._described())
        return request.make_response(
            body,
            [
                ("Content-Type", "text/event-stream; charset=utf-8"),
                ("Cache-Control", "no-store, no-transform"),
                ("X-Accel-Buffering", "no"),
            ],
        )

    def _asked(self, run):
        settings = request.env["ai.settings"]
        try:
            # sudo: whose agent it may be was looked at when it was asked
            agent = run.sudo().agent_id
            configuration = settings._configuration(**agent._changes() if agent else {})
            endpoint = make(configuration).endpoint
        except (InvalidConfiguration, ProviderError):
            configuration = endpoint = None
        database = run.env.cr.dbname
        return self._events(
            RunStore(run, configuration),
            (database, run.id),
            (database, endpoint),
            run.user_id.id,
            settings._parallel(),
        )

    def _events(self, store, key, line, user_id, parallel):
        """Nothing of the request is left when this runs: it has given its cursor back."""
        # Odoo's threaded server ends for requests that take too long: this one may
        threading.current_thread().start_time = None
        running = RUNNING.add(key)
        try:
            yield from stream(store, running, TURNS, TURNS.line_up(line, user_id), parallel)
        finally:
            RUNNING.remove(key, running)

    @http.route(f"{RUN}/cancel", type="jsonrpc", auth="user", methods=["POST"])
    def cancel(self, run_id):
        run = self._own(run_id)
        if not RUNNING.stop((run.env.cr.dbname, run.id)):
            run._request_cancel()
        return True

    def _own(self, run_id):
        """Return the user's own run; 404 for everybody else, and for what jobs ask."""
        if not request.env.user._is_internal():
            raise NotFound()
        # sudo: whose it is, is looked at right here
        run = request.env["ai.run"].sudo().browse(run_id).exists()
        if not run or run.user_id.id != request.env.uid or run._is_of_job():
            raise NotFound()
        return run
