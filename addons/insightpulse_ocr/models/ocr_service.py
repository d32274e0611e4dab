import configparser
import functools

from odoo import api, models
from odoo.tools import config

from ..service import Client

SECTION = "insightpulse_ocr"
DEFAULT_URL = "http://127.0.0.1:8868"


class OcrService(models.AbstractModel):
    _name = "ocr.service"
    _description = "Access to the OCR service"

    @api.model
    def _settings(self):
        """Return the service's ``(address, token)``.

        A system parameter beats the ``[insightpulse_ocr]`` section of Odoo's
        configuration file, which is where a deployment puts them.
        """
        # sudo: system parameters are the administrator's, but everybody's documents
        # are read with them; neither value leaves the server.
        get_param = self.env["ir.config_parameter"].sudo().get_param
        file_url, file_token = self._file_settings()
        url = get_param("insightpulse_ocr.service_url") or file_url
        token = get_param("insightpulse_ocr.service_token") or file_token
        return url or DEFAULT_URL, token or ""

    @api.model
    def _file_settings(self):
        """Return ``(address, token)`` of the configuration file; ``None`` where unset."""
        section = _file_section(config["config"])
        return section.get("service_url"), section.get("service_token")

    @api.model
    def _client(self):
        """Return a client for the configured service.

        :raise InvalidAddress: when the configured address is none
        """
        return Client(*self._settings())


@functools.cache
def _file_section(path):
    """Return the ``[insightpulse_ocr]`` section of the configuration file at ``path``."""
    # Odoo itself reads the section [options] only.
    parser = configparser.ConfigParser(interpolation=None)
    if path:
        parser.read(path, encoding="utf-8")
    return dict(parser[SECTION]) if parser.has_section(SECTION) else {}
