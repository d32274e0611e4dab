import json
import time

from odoo import http, release
from odoo.http import Response, request
from werkzeug.exceptions import Forbidden

from .. import health, settings
from ..keeping.overview import overview
from ..sampling import SAMPLER


class Report(http.Controller):
    @http.route(
        "/insightpulse_health/report", type="http", auth="user", methods=["GET"],
        readonly=True, save_session=False,
    )  # fmt: skip
    def report(self):
        """A fresh look at everything, for the page "System Health".

        What hangs is waited for when this request has given its database connection back.
        """
        if not request.env.user._is_system():
            raise Forbidden()
        points = request.env["health.sample"]._points()
        facts = {
            "Odoo": release.version,
            "Commit": settings.commit(),
            "PostgreSQL": _postgresql(request.env.cr),
        }

        def looked():
            known, others = SAMPLER.known()  # before the look, which writes
            found = SAMPLER.look()
            told = overview(
                found, known, SAMPLER.ledger.changes,
                now=time.time(), facts=facts, redact=health.redaction(), others=others,
            )  # fmt: skip
            told |= {"points": points, "databaseLimit": settings.database_limit()}
            yield json.dumps(told).encode()

        headers = {"Cache-Control": "no-store"}
        return Response(looked(), content_type="application/json", headers=headers)


def _postgresql(cr):
    version = cr._cnx.server_version
    return f"{version // 10000}.{version % 10000}"
