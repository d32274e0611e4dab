from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..providers import Deadline, InvalidConfiguration, make
from ..providers.address import parse
from ..providers.errors import ProviderError
from ..providers.sealing import CannotOpen, is_sealed, seal, unseal
from .ai_settings import KEY, SECTION, is_same

CONNECTION_SECONDS = 15
FORM = "a form that is not saved yet"
PROVIDERS = [
    ("ollama", "Ollama"),
    ("openai", "OpenAI, or a server with its protocol"),
    ("none", "None"),
]


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ai_provider = fields.Selection(PROVIDERS, config_parameter=f"{SECTION}.provider")
    ai_ollama_base_url = fields.Char(
        "Address of Ollama", config_parameter=f"{SECTION}.ollama_base_url"
    )
    ai_ollama_model = fields.Char("Ollama's model", config_parameter=f"{SECTION}.ollama_model")
    ai_context_tokens = fields.Char(
        "Window", config_parameter=f"{SECTION}.context_tokens",
        help="Tokens of prompt and answer that Ollama is to hold at most. A larger window takes "
        "more of its memory; what does not fit, it leaves out.",
    )  # fmt: skip
    ai_openai_base_url = fields.Char(
        "Address of OpenAI", config_parameter=f"{SECTION}.openai_base_url"
    )
    ai_openai_model = fields.Char("OpenAI's model", config_parameter=f"{SECTION}.openai_model")
    ai_embedding_model = fields.Char(
        "Model for embeddings", config_parameter=f"{SECTION}.embedding_model"
    )
    # taken in by create and write; what is there is shown masked
    ai_openai_key_new = fields.Char("New key", store=False)
    ai_openai_key_sealed = fields.Char(groups=fields.NO_ACCESS)
    ai_openai_key_forget = fields.Boolean("Forget the key that was entered here")
    ai_openai_key_shown = fields.Char("Key", compute="_compute_ai_in_force")
    ai_in_force = fields.Char(compute="_compute_ai_in_force")
    ai_problem = fields.Char(compute="_compute_ai_in_force")

    @api.depends("company_id")
    def _compute_ai_in_force(self):
        settings = self.env["ai.settings"]
        told, (problem, _remedy) = settings._told(), settings._problem()
        in_database = settings._parameters().get(KEY)
        in_file = bool(settings._file_settings().get(KEY))
        shown = (
            self.env._(
                "•••••••• (entered here, in plain text: forget it, and set OPENAI_API_KEY in the "
                "environment)"
            )
            if in_database and not is_sealed(in_database)
            else self.env._("•••••••• (entered here)")
            if in_database
            else self.env._("•••••••• (of the configuration file)")
            if in_file
            else ""
        )
        for wizard in self:
            wizard.ai_problem = problem
            wizard.ai_openai_key_shown = shown
            wizard.ai_in_force = (
                self.env._(
                    "%(provider)s at %(endpoint)s, with %(model)s",
                    provider=dict(PROVIDERS)[told["name"]],
                    endpoint=told["endpoint"],
                    model=told["model"],
                )
                if told["name"]
                else ""
            )

    @api.constrains("ai_ollama_base_url", "ai_openai_base_url")
    def _check_ai_addresses(self):
        for wizard in self:
            for url in filter(None, (wizard.ai_ollama_base_url, wizard.ai_openai_base_url)):
                try:
                    parse(url)
                except ProviderError as error:
                    raise ValidationError(str(error)) from None

    @api.model_create_multi
    def create(self, vals_list):
        taken = [self._ai_taken(vals) for vals in vals_list]
        wizards = super().create([vals for vals, _sealed in taken])
        for wizard, (_vals, sealed) in zip(wizards, taken):
            wizard._ai_hold(sealed)
        return wizards

    def write(self, vals):
        vals, sealed = self._ai_taken(vals)
        result = super().write(vals)
        self._ai_hold(sealed)
        return result

    @api.model
    def _ai_taken(self, vals):
        """Return ``vals`` without a new key, and the key encrypted: the form's own row lies in the
        database, too.

        :raise UserError: there is nothing to encrypt it with
        """
        vals = dict(vals)
        new = (vals.pop("ai_openai_key_new", "") or "").strip()
        try:
            return vals, seal(new, self._ai_sealing_key(), FORM) if new else ""
        except CannotOpen:
            raise UserError(self.env["ir.config_parameter"]._ai_cannot_seal()) from None

    def _ai_hold(self, sealed):
        if sealed:
            # sudo: a field that nobody may read or write
            self.sudo().write({"ai_openai_key_sealed": sealed})

    def _ai_entered(self):
        """Return the key that was entered into this form, in clear.

        :raise UserError: it cannot be decrypted any more
        """
        sealed = self.sudo().ai_openai_key_sealed  # sudo: a field that nobody may read
        try:
            return unseal(sealed, self._ai_sealing_key(), FORM) if sealed else ""
        except CannotOpen:
            raise UserError(
                self.env._(
                    "The key that was entered into this form cannot be decrypted any more: what "
                    "this server encrypts it with has changed. Enter the key again."
                )
            ) from None

    @api.model
    def _ai_sealing_key(self):
        return self.env["ai.settings"]._file_settings().get("sealing_key") or ""

    def set_values(self):
        result = super().set_values()
        # sudo: the wizard has checked that this is an administrator
        parameters = self.env["ir.config_parameter"].sudo()
        if self.ai_openai_key_forget:
            parameters.set_param(f"{SECTION}.{KEY}", False)
        if entered := self._ai_entered():
            parameters.set_param(f"{SECTION}.{KEY}", entered)
        self.sudo().write({"ai_openai_key_sealed": False, "ai_openai_key_forget": False})
        return result

    def action_ai_test_connection(self):
        """Ask the server with the values in the form for its models, and name them."""
        self.ensure_one()
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only administrators test the connection."))
        try:
            configuration = self.env["ai.settings"]._configuration(**self._ai_changes())
            models_found = make(configuration).models(Deadline(total=CONNECTION_SECONDS))
        except InvalidConfiguration as error:
            return self._ai_notification(
                "danger", self.env._("Not set up"), "\n".join(error.faults)
            )
        except ProviderError as error:
            return self._ai_notification("danger", self.env._("No connection"), str(error))
        names = sorted(model.name for model in models_found)
        if not any(is_same(name, configuration.model) for name in names):
            return self._ai_notification(
                "warning",
                self.env._("Connected, but there is no model %s", configuration.model),
                self._ai_models(names),
            )
        return self._ai_notification("success", self.env._("Connected"), self._ai_models(names))

    def action_ai_choose_model(self):
        """Show the models of the server in force."""
        return self.env["ai.model.choice"]._open()

    def action_ai_downloads(self):
        return self.env["ir.actions.act_window"]._for_xml_id("insightpulse_ai.action_ai_model_pull")

    def _ai_models(self, names):
        shown = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
        return self.env._("Its models: %s", shown or self.env._("none"))

    def _ai_changes(self):
        return {
            "provider": self.ai_provider,
            "ollama_base_url": self.ai_ollama_base_url,
            "ollama_model": self.ai_ollama_model,
            "context_tokens": self.ai_context_tokens,
            "openai_base_url": self.ai_openai_base_url,
            "openai_model": self.ai_openai_model,
            "embedding_model": self.ai_embedding_model,
            KEY: self._ai_entered(),
        }

    def _ai_notification(self, kind, title, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "title": title,
                "message": message,
                "sticky": kind != "success",
            },
        }
