"""The secrets of this deployment, to keep them out of what is shown."""

import configparser
import re

from odoo.tools import config

_SECRET = re.compile(r"passw|secret|token|api_key|access_key|admin_passwd", re.I)


def known_secrets():
    """The values of Odoo's configuration file whose names say that they are secret."""
    parser = configparser.ConfigParser(interpolation=None)
    if path := config["config"]:
        parser.read(path, encoding="utf-8")
    return {
        value
        for section in parser.values()
        for name, value in section.items()
        if _SECRET.search(name)
    }
