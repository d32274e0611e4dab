from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..trust.patterns import Unsafe, own_lines
from .ai_settings import NUMBERS, SECTION


class ResConfigSettings(models.TransientModel):
    """Limits, how long questions are kept, and what is redacted."""

    _inherit = "res.config.settings"

    ai_quota_questions = fields.Integer("Questions a day")
    ai_quota_tokens = fields.Integer("Tokens a day")
    ai_keep_texts_days = fields.Integer("Days until texts are deleted")
    ai_keep_rows_days = fields.Integer("Days until rows are deleted")
    ai_redact_iban = fields.Boolean("IBANs", config_parameter=f"{SECTION}.redact_iban")
    ai_redact_card = fields.Boolean("Card numbers", config_parameter=f"{SECTION}.redact_card")
    ai_redact_email = fields.Boolean("E-mail addresses", config_parameter=f"{SECTION}.redact_email")
    ai_redact_phone = fields.Boolean(
        "Telephone numbers", config_parameter=f"{SECTION}.redact_phone"
    )
    ai_redact_sent = fields.Boolean(
        "Also in what is sent outside", config_parameter=f"{SECTION}.redact_sent"
    )
    # several lines, which a parameter's Char would hold in one
    ai_redact_own = fields.Text("Expressions of your own")

    @api.model
    def get_values(self):
        # core lets everybody call this
        self.check_access("create")
        settings = self.env["ai.settings"]
        return {
            **super().get_values(),
            **{f"ai_{name}": settings._number(name) for name in NUMBERS},
            "ai_redact_own": settings._parameter("redact_own"),
        }

    def set_values(self):
        result = super().set_values()
        # sudo: the wizard has checked that this is an administrator
        set_param = self.env["ir.config_parameter"].sudo().set_param
        for name in NUMBERS:
            # as text: the number 0 would not be kept
            set_param(f"{SECTION}.{name}", str(self[f"ai_{name}"]))
        set_param(f"{SECTION}.redact_own", self.ai_redact_own or False)
        return result

    @api.constrains(*(f"ai_{name}" for name in NUMBERS))
    def _check_ai_numbers(self):
        for wizard in self:
            for name in NUMBERS:
                if wizard[f"ai_{name}"] < 0:
                    raise ValidationError(
                        self.env._("%s is 0 or more.", wizard._fields[f"ai_{name}"].string)
                    )

    @api.constrains("ai_redact_own")
    def _check_ai_redact_own(self):
        for wizard in self:
            try:
                own_lines(wizard.ai_redact_own or "")
            except Unsafe as error:
                raise ValidationError(str(error)) from None

    def action_ai_quotas(self):
        return self.env["ir.actions.act_window"]._for_xml_id("insightpulse_ai.action_ai_quota")
