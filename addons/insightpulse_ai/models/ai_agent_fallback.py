from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..providers import InvalidConfiguration, make
from ..providers.errors import ProviderError

CONSENT = ("fallback_consented_by", "fallback_consented", "fallback_endpoint")


class AiAgent(models.Model):
    """Whether OpenAI may answer where Ollama fails: only by an administrator's consent, which is
    to one server."""

    _inherit = "ai.agent"

    openai_fallback = fields.Boolean("OpenAI stands in", copy=False, readonly=True)
    fallback_consented_by = fields.Many2one(
        "res.users", "Allowed by", copy=False, readonly=True, ondelete="restrict"
    )
    fallback_consented = fields.Datetime("Allowed on", copy=False, readonly=True)
    fallback_endpoint = fields.Char("To send to", copy=False, readonly=True)

    def action_allow_fallback(self):
        self.write({"openai_fallback": True})

    def action_forbid_fallback(self):
        self.write({"openai_fallback": False})

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_consent(values) for values in vals_list])

    def write(self, vals):
        return super().write(self._with_consent(vals))

    @api.model
    def _with_consent(self, values):
        """Return ``values`` with who consents now, and to what: nobody can write that otherwise."""
        values = {name: value for name, value in values.items() if name not in CONSENT}
        if "openai_fallback" not in values:
            return values
        if not values["openai_fallback"]:
            return values | dict.fromkeys(CONSENT, False)
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only administrators decide what may leave the server."))
        return values | {
            "fallback_consented_by": self.env.uid,
            "fallback_consented": fields.Datetime.now(),
            "fallback_endpoint": self._openai_endpoint(),
        }

    @api.model
    def _openai_endpoint(self):
        try:
            return make(self.env["ai.settings"]._configuration(provider="openai")).endpoint
        except InvalidConfiguration as error:
            raise UserError("\n".join(error.faults)) from None
        except ProviderError as error:
            raise UserError(str(error)) from None

    def _changes(self):
        changes = super()._changes()
        if self.openai_fallback and self.fallback_consented_by:
            changes["substitute"] = self.fallback_endpoint
        return changes
