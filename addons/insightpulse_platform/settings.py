"""The ``[insightpulse_platform]`` section of Odoo's configuration file.

Odoo itself reads the section [options] only.
"""

import configparser
import functools

from odoo.tools import config

from .s3 import Bucket, Key

SECTION = "insightpulse_platform"


@functools.cache
def _section():
    parser = configparser.ConfigParser(interpolation=None)
    if path := config["config"]:
        parser.read(path, encoding="utf-8")
    return parser[SECTION] if parser.has_section(SECTION) else {}


def enabled(correction):
    """Whether a correction is wanted: each one is, until the section says ``NAME = False``."""
    return str(_section().get(correction, "True")).lower() not in ("false", "0", "off", "no")


def session_port():
    """Port on which a connection keeps its session (LISTEN); None: the ordinary port does."""
    return int(_section().get("session_port", 0)) or None


def filestore():
    """Where the deployment keeps attachments: ``db``, ``s3``, or ``disk`` (Odoo's own choice)."""
    return _section().get("filestore", "disk")


def bucket():
    """The bucket of the deployment; None: it has none."""
    section = _section()
    if not section.get("s3_bucket"):
        return None
    key = Key(section["s3_access_key_id"], section["s3_secret_access_key"], section["s3_region"])
    return Bucket(section["s3_endpoint_url"], section["s3_bucket"], key)


def s3_prefix():
    """Folder in the bucket."""
    return _section().get("s3_prefix", "")


def memory_budget():
    """Bytes of memory that the whole instance should stay below; None: not given."""
    return int(_section().get("memory_budget", 0)) or None
