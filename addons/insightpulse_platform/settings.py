"""The ``[insightpulse_platform]`` section of Odoo's configuration file, and how one is read.

Odoo itself reads the section [options] only.
"""

import configparser
import functools

from odoo.tools import config

from .s3 import Bucket, Key

SECTION = "insightpulse_platform"


@functools.cache
def section(name):
    """All that a section says; nothing where there is no such section."""
    parser = configparser.ConfigParser(interpolation=None)
    if path := config["config"]:
        parser.read(path, encoding="utf-8")
    return parser[name] if parser.has_section(name) else {}


def enabled(correction):
    """Whether a correction is wanted: each one is, until the section says ``NAME = False``."""
    return str(section(SECTION).get(correction, "True")).lower() not in ("false", "0", "off", "no")


def session_port():
    """Port on which a connection keeps its session (LISTEN); None: the ordinary port does."""
    return int(section(SECTION).get("session_port", 0)) or None


def filestore():
    """Where the deployment keeps attachments: ``db``, ``s3``, or ``disk`` (Odoo's own choice)."""
    return section(SECTION).get("filestore", "disk")


def bucket(**patience):
    """The bucket of the deployment; None: it has none. ``patience``: see :class:`.s3.Bucket`."""
    said = section(SECTION)
    if not said.get("s3_bucket"):
        return None
    key = Key(said["s3_access_key_id"], said["s3_secret_access_key"], said["s3_region"])
    return Bucket(said["s3_endpoint_url"], said["s3_bucket"], key, **patience)


def s3_prefix():
    """Folder in the bucket."""
    return section(SECTION).get("s3_prefix", "")


def memory_budget():
    """Bytes of memory that the whole instance should stay below; None: not given."""
    return int(section(SECTION).get("memory_budget", 0)) or None
