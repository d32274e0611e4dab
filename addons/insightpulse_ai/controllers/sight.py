import json
import time

from odoo import http
from odoo.http import request
from werkzeug.exceptions import NotFound

from ..providers import Deadline, InvalidConfiguration, make
from ..providers.errors import ProviderError

KNOWN_SECONDS = 300
WAIT_SECONDS = 8

_known = {}


class Sight(http.Controller):
    """Below /runs/: the server of the model is asked, and waiting costs nothing there."""

    @http.route("/insightpulse_ai/runs/sight", type="http", auth="user", methods=["GET"])
    def sight(self, agent_id="0"):
        """Whether the model of an agent sees images: ``{"sees"}``, ``null`` where its server does
        not tell."""
        if not request.env.user._is_internal():
            raise NotFound()
        try:
            agent = request.env["ai.agent"]._chosen(int(agent_id) if agent_id.isdecimal() else 0)
            changes = agent._changes() if agent else {}
            configuration = request.env["ai.settings"]._configuration(**changes)
        except InvalidConfiguration:
            configuration = None
        # a generator: by the time that it waits, the cursor has been given back
        return request.make_response(
            _told(configuration),
            [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
        )


def _told(configuration):
    yield json.dumps({"sees": configuration and _sees(configuration)}).encode()


def _sees(configuration):
    known, until = _known.get(configuration, (None, 0))
    if time.monotonic() < until:
        return known
    try:
        models = make(configuration).models(Deadline(total=WAIT_SECONDS))
    except ProviderError:
        return None
    names = (configuration.model, f"{configuration.model}:latest")
    found = next((model for model in models if model.name in names), None)
    sees = "vision" in found.capabilities if found and found.capabilities else None
    _known.clear()
    _known[configuration] = (sees, time.monotonic() + KNOWN_SECONDS)
    return sees
