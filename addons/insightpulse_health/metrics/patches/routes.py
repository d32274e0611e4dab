"""Learn the template of the route that a request has matched.

Upstream, ``odoo/http.py``, ``Request._set_request_dispatcher``: called with the router's rule, with
and without a database.
"""

from odoo.http import Request

from ..requests import matched


def apply():
    set_request_dispatcher = Request._set_request_dispatcher

    def set_and_note(self, rule):
        matched(self.httprequest.environ, rule.rule)
        return set_request_dispatcher(self, rule)

    Request._set_request_dispatcher = set_and_note
