import functools
import json
import time

from odoo import http, release
from odoo.http import Response, request
from odoo.tools import config
from werkzeug.exceptions import Forbidden

from .. import settings
from ..keeping.overview import overview
from ..logs import own_secrets
from ..logs.redaction import Redaction
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
                now=time.time(), facts=facts, redact=_redaction(), others=others,
            )  # fmt: skip
            told |= {"points": points, "databaseLimit": settings.database_limit()}
            yield json.dumps(told).encode()

        headers = {"Cache-Control": "no-store"}
        return Response(looked(), content_type="application/json", headers=headers)


@functools.cache
def _redaction():
    return Redaction(own_secrets.of(config["config"], config.options))


def _postgresql(cr):
    version = cr._cnx.server_version
    return f"{version // 10000}.{version % 10000}"
