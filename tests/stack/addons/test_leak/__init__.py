"""A request handler that keeps what it was asked for: `/test_leak?mib=30`."""

import os

from odoo import http

kept = []


class Leak(http.Controller):
    @http.route("/test_leak", auth="none", type="http")
    def leak(self, mib):
        kept.append(os.urandom(1 << 20) * int(mib))
        return str(os.getpid())
