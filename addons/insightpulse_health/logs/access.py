"""The access log without the probes: one every few seconds says nothing, and hides the rest."""

from __future__ import annotations

import logging
import re

_PROBE = re.compile(r"(?:GET|HEAD) (?:/web/health|/health(?:/live|/ready)?|/metrics)/?(?:\?| |$)")
_COLOUR = re.compile(r"^\x1b\[[0-9;]*m")


class WithoutProbes(logging.Filter):
    """For the logger ``werkzeug``. At its level DEBUG (``--log-handler=werkzeug:DEBUG``) it lets
    all pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not isinstance(record.args, tuple) or not record.args:
            return True
        if len(record.args) > 1 and str(record.args[1]) == "401":  # who tries tokens is seen
            return True
        asked = _COLOUR.sub("", str(record.args[0]))
        return not _PROBE.match(asked) or logging.getLogger(record.name).isEnabledFor(logging.DEBUG)
