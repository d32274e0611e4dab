"""Request handlers that need memory: `/test_leak?mib=30` keeps it, `/test_leak/burst` does not."""

import os

from odoo import http

kept = []


class Leak(http.Controller):
    @http.route("/test_leak", auth="none", type="http")
    def leak(self, mib):
        kept.append(os.urandom(1 << 20) * int(mib))
        return str(os.getpid())

    @http.route("/test_leak/burst", auth="none", type="http")
    def burst(self, mib):
        """Blocks that malloc takes from its heap; a small one that stays lies above them all."""
        blocks = [os.urandom(1 << 14) for _block in range(int(mib) << 6)]
        kept.append(blocks.pop())
        return str(os.getpid())
