"""Make the asset bundles when modules change, and not when the first visitor comes.

Upstream, ``odoo/addons/base/models/ir_qweb.py`` makes a bundle at the first request for it, in the
HTTP worker that happens to serve it: seconds, and 70 MiB of small objects whose memory Python keeps
in pieces. The process that installs or updates modules ends afterwards. What is made is found by
the hash of its sources, wherever it was made.
"""

import logging

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service import server
from odoo.tools import config

_logger = logging.getLogger(__name__)

SCRIPTS = ("web.assets_web", "web.assets_frontend_minimal", "web.assets_frontend_lazy")
STYLES = ("web.assets_web", "web.assets_web_print", "web.assets_frontend")
REPORTS = ("web.report_assets_common", "web.report_assets_pdf")


def make(env):
    qweb = env["ir.qweb"]
    for name in SCRIPTS:
        qweb._get_asset_bundle(name, css=False, js=True).js()
    for name in STYLES:
        qweb._get_asset_bundle(name, css=True, js=False).css()
    for name in REPORTS:
        qweb._get_asset_bundle(name, css=True, js=False, autoprefix=True).css()


def apply():
    preload_registries = server.preload_registries

    def preload_and_make(names):
        names = list(names or ())
        ends = config["stop_after_init"] and not config["test_enable"]
        changes = ends and (config["init"] or config["update"])
        status = preload_registries(names)
        if changes and not status:
            for name in names:
                with Registry(name).cursor() as cr:
                    make(api.Environment(cr, SUPERUSER_ID, {}))
                _logger.info("asset bundles of %s are made", name)
        return status

    server.preload_registries = preload_and_make
