"""The ``[insightpulse_health]`` section of Odoo's configuration file."""

import socket

from odoo.addons.insightpulse_platform.settings import section
from odoo.tools import config

SECTION = "insightpulse_health"


def token():
    """The bearer token that opens details and metrics; empty: nobody sees them."""
    return section(SECTION).get("token", "")


def log_format():
    """``text`` (Odoo's own) or ``json``."""
    return section(SECTION).get("log_format", "text")


def status_page():
    """Names of the checks that everybody may see at ``/status``; empty: there is no such page."""
    names = section(SECTION).get("status_page", "").split(",")
    return tuple(name.strip() for name in names if name.strip())


def database_limit():
    """Bytes that the database may have; None: not known."""
    return int(section(SECTION).get("database_limit") or 0) or None


def backup_days():
    """Days after which a backup is too old; None: backups are somebody else's."""
    return int(section(SECTION).get("backup_days") or 0) or None


def commit():
    """Which code this is; ``unknown`` where nobody said it."""
    return section(SECTION).get("commit", "unknown")


def instance():
    """Who this is among the instances on one database."""
    return section(SECTION).get("instance") or socket.gethostname()


def target_database():
    """The database that readiness is about: the first that is configured, or None."""
    names = config["db_name"]
    return names[0] if names else None
