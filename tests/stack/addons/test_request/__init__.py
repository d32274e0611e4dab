import time

from odoo import http
from odoo.http import request


class WhatReachesOdoo(http.Controller):
    @http.route("/test_request", type="http", auth="none")
    def seen(self, seconds="0"):
        """What Odoo believes of the visitor; after so many seconds, with a worker held."""
        time.sleep(float(seconds))
        asked = request.httprequest
        return request.make_json_response(
            {"address": asked.remote_addr, "scheme": asked.scheme, "host": asked.host}
        )
