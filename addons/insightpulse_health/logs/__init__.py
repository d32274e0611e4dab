"""What Odoo's log says: JSON by setting, a request's id, no secret, no probe.

One file per idea; all but :func:`install` is plain Python without Odoo:

``request_id``   which request something is done for
``own_secrets``  the secrets of this instance, as its configuration file has them
``redaction``    take secrets out of text
``message``      the text of a record, however odd it is
``formats``      a record as a line of text, or as a line of JSON
``access``       the access log without the probes
``uncaught``     exceptions that nobody caught, as records
``handlers``     the above, on the handlers that Odoo has made
"""

from functools import partial


def install(log_format: str) -> None:
    """Called once per process, from ``post_load``: before any fork, after Odoo's own set-up.

    ``log_format``: text or json.
    """
    from odoo import http
    from odoo.tools import config

    from . import handlers, own_secrets
    from .redaction import Redaction
    from .request_id import traced

    redact = Redaction(own_secrets.of(config["config"], config.options))
    handlers.set_up(redact, as_json=log_format == "json")
    call = http.Application.__call__
    http.Application.__call__ = lambda self, *asked: traced(partial(call, self))(*asked)
