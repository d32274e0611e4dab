import logging

from odoo import api, models
from odoo.exceptions import UserError

from ..providers.sealing import CannotOpen, is_sealed, seal
from .ai_settings import KEY, SECTION, purpose

_logger = logging.getLogger(__name__)
NAME = f"{SECTION}.{KEY}"


class IrConfigParameter(models.Model):
    """The key of the OpenAI account is encrypted before it reaches the database, whoever writes it
    and by whatever way."""

    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                vals | {"value": self._ai_sealed(vals["value"])}
                if vals.get("key") == NAME and vals.get("value")
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        ours = self.filtered(lambda parameter: vals.get("key", parameter.key) == NAME)
        if not ours or not vals.keys() & {"key", "value"}:
            return super().write(vals)
        sealed = self._ai_sealed(vals.get("value", ours[:1].value) or "")
        others = self - ours
        return super(IrConfigParameter, ours).write(vals | {"value": sealed}) and (
            not others or super(IrConfigParameter, others).write(vals)
        )

    @api.model
    def _ai_sealed(self, text):
        """Return ``text`` encrypted for the address that is in force now.

        :raise UserError: there is nothing to encrypt it with
        """
        text = text.strip()
        if not text or is_sealed(text):
            return text
        settings = self.env["ai.settings"]
        section = settings._file_settings()
        try:
            return seal(
                text,
                section.get("sealing_key") or "",
                purpose({**section, **settings._parameters()}),
            )
        except CannotOpen:
            raise UserError(self._ai_cannot_seal()) from None

    @api.model
    def _ai_cannot_seal(self):
        return self.env._(
            "A key is not kept in the database, because this server has nothing to encrypt it "
            "with. Set OPENAI_API_KEY in the environment instead, or give Odoo's configuration "
            "file a sealing_key in its section [insightpulse_ai]."
        )

    @api.model
    def _ai_seal_what_is_plain(self):
        """Encrypt a key that an earlier version has kept as it is. Called at each update."""
        # sudo: an update has no user
        parameter = self.sudo().search([("key", "=", NAME)])
        if not parameter.value or is_sealed(parameter.value):
            return
        try:
            parameter.write({"value": parameter.value})
        except UserError as error:
            _logger.warning(
                "The key of the OpenAI account is plain text in the database. %s Then forget it in "
                "Settings, AI.", error,
            )  # fmt: skip
        else:
            _logger.warning(
                "The key of the OpenAI account was plain text in the database until now, and still "
                "is in older backups. Replace it: make a new key at OpenAI, enter it in Settings, "
                "AI, and revoke the old one."
            )
