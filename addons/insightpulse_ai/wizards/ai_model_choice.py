from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.ai_settings import SECTION, is_same
from ..providers import Deadline, InvalidConfiguration, make
from ..providers.errors import ProviderError

SECONDS = 15


class AiModelChoice(models.TransientModel):
    """The models that the server in force has, to choose one from."""

    _name = "ai.model.choice"
    _description = "Choice of a language model"

    provider = fields.Char(readonly=True)
    endpoint = fields.Char("Server", readonly=True)
    line_ids = fields.One2many("ai.model.choice.line", "choice_id", "Models", readonly=True)
    pull_name = fields.Char("Another one", help="A name of https://ollama.com/library.")

    @api.model
    def _open(self):
        """Return the action that shows the models, which the server is asked for now."""
        self.check_access("create")
        try:
            configuration = self.env["ai.settings"]._configuration()
            provider = make(configuration)
            found = provider.models(Deadline(total=SECONDS))
        except InvalidConfiguration as error:
            raise UserError("\n".join(error.faults)) from None
        except ProviderError as error:
            raise UserError(str(error)) from None
        choice = self.create(
            {
                "provider": provider.name,
                "endpoint": provider.endpoint,
                "line_ids": [
                    (0, 0, _line(model, configuration.model))
                    for model in sorted(found, key=lambda model: model.name)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Choose a model"),
            "res_model": self._name,
            "res_id": choice.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def action_pull(self):
        self.ensure_one()
        return self.env["ai.model.pull"]._start(self.pull_name).action_open()

    @api.model
    def _use(self, provider, name):
        """Ask the model ``name`` from now on, and show the settings."""
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only administrators choose the model."))
        self.env["ir.config_parameter"].set_param(f"{SECTION}.{provider}_model", name)
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("insightpulse_ai.action_ai_settings"),
            "target": "main",
        }


class AiModelChoiceLine(models.TransientModel):
    _name = "ai.model.choice.line"
    _description = "Model of an AI server"

    choice_id = fields.Many2one("ai.model.choice", required=True, ondelete="cascade")
    name = fields.Char(readonly=True)
    size = fields.Char(readonly=True)
    capabilities = fields.Char("It can", readonly=True)
    families = fields.Char("Family", readonly=True)
    is_used = fields.Boolean("In use", readonly=True)
    can_answer = fields.Boolean(readonly=True)

    def action_use(self):
        self.ensure_one()
        return self.choice_id._use(self.choice_id.provider, self.name)


def _line(model, used):
    return {
        "name": model.name,
        "size": f"{model.size_bytes / 1e9:.1f} GB" if model.size_bytes else "",
        "capabilities": ", ".join(sorted(model.capabilities)),
        "families": ", ".join(model.families),
        "is_used": is_same(model.name, used),
        # a server that tells nothing may have nothing but such
        "can_answer": not model.capabilities or "completion" in model.capabilities,
    }
