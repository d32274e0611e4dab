"""Programs (``/jsonrpc``, ``/xmlrpc``) reach the server's own database, and cannot try passwords.

Upstream, ``odoo/http.py``: ``dispatch_rpc`` hides the request, and ``_assert_can_auth`` of
``addons/base/models/res_users.py``, which keeps an address waiting after some failures, needs it:
here a password can be tried as often as the workers can compute. And whatever a program calls a
database is connected to, without a login, even a whole ``postgresql://`` address of another
machine (``service/db.py``, ``exp_db_exist``; ``service/model.py``, ``dispatch``).

The limits are Odoo's own: five failures, then a minute's wait; each worker counts for itself.
"""

import logging
import time
from collections import OrderedDict

from odoo import http
from odoo.exceptions import AccessDenied
from odoo.tools import config

_logger = logging.getLogger(__name__)

FAILURES = 5
PAUSE = 60
"""Seconds after the last failure."""
ADDRESSES = 1000
"""So many are remembered, the latest."""


class Failures:
    """Of each address, since its last success."""

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._of = OrderedDict()

    def too_many(self, address):
        count, last = self._of.get(address, (0, 0))
        return count >= FAILURES and self._clock() - last < PAUSE

    def add(self, address):
        count, _last = self._of.pop(address, (0, 0))
        self._of[address] = count + 1, self._clock()
        if len(self._of) > ADDRESSES:
            self._of.popitem(last=False)

    def forget(self, address):
        self._of.pop(address, None)


def asks_for_password(service, method):
    return service in ("object", "common") and method not in ("version", "about", "set_loglevel")


def is_foreign(service, method, params):
    """Whether ``params`` name another database than those that the server was given."""
    own = config["db_name"]
    names = asks_for_password(service, method) or (service, method) == ("db", "db_exist")
    return bool(own and names and params and params[0] not in own and not config["list_db"])


def apply():
    dispatch_rpc = http.dispatch_rpc
    failures = Failures()

    def guarded_dispatch_rpc(service_name, method, params):
        if is_foreign(service_name, method, params):
            raise AccessDenied
        if not asks_for_password(service_name, method):
            return dispatch_rpc(service_name, method, params)
        address = http.request.httprequest.remote_addr
        if failures.too_many(address):
            _logger.warning("login attempt of a program at %s ignored: too many failures", address)
            # there is no environment before the login; pylint: disable-next=translation-required
            raise AccessDenied("Too many login failures, please wait a bit before trying again.")
        try:
            result = dispatch_rpc(service_name, method, params)
        except AccessDenied:
            failures.add(address)
            raise
        if service_name == "common" and result is False:
            failures.add(address)
        else:
            failures.forget(address)
        return result

    http.dispatch_rpc = guarded_dispatch_rpc
