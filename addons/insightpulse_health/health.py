"""What this process knows of its health: the checks, the readiness. Made when first asked."""

import functools
import importlib
import importlib.util
import logging

from odoo.modules.registry import Registry
from odoo.tools import config

from . import checks, settings
from .checking import Runner
from .database import Database
from .logs import own_secrets
from .logs.redaction import Redaction
from .readiness import Readiness

_logger = logging.getLogger(__name__)


class Context:
    """See :class:`~.checking.check.Context`."""

    def __init__(self, database):
        self.database = database
        self._ordinary = Database(database)
        self._apart = Database(database)

    @property
    def registry(self):
        return Registry.registries.snapshot.get(self.database)

    def rows(self, sql, params=(), *, seconds=1.0):
        return self._ordinary.rows(sql, params, seconds=seconds)

    def rows_apart(self, sql, params=(), *, seconds=1.0):
        return self._apart.rows(sql, params, seconds=seconds)


@functools.cache
def redaction():
    """Takes secrets out of what is told."""
    return Redaction(own_secrets.of(config["config"], config.options))


@functools.cache
def runner():
    context = Context(settings.target_database())
    return Runner(lambda: (*checks.ALL, *_of_addons(context.registry)), context, redaction())


@functools.cache
def readiness():
    # a connection of its own: no check holds up a probe
    return Readiness(Context(settings.target_database()), runner())


def _of_addons(registry):
    """``CHECKS`` of the file ``health_checks.py`` of each installed addon that has one."""
    for module in sorted(registry._init_modules.copy()) if registry else ():
        yield from _checks_of(module)


@functools.cache
def _checks_of(module):
    name = f"odoo.addons.{module}.health_checks"
    try:
        return importlib.import_module(name).CHECKS if importlib.util.find_spec(name) else ()
    except Exception:  # the others are looked at all the same
        _logger.exception("the checks of %s cannot be had", module)
        return ()
