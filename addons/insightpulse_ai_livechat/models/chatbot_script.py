from odoo import models


class ChatbotScript(models.Model):
    _inherit = "chatbot.script"

    def _compute_first_step_warning(self):
        result = super()._compute_first_step_warning()
        for script in self.filtered(lambda one: one.first_step_warning == "first_step_invalid"):
            # a step that waits for the visitor, like Odoo's own questions
            if script._get_welcome_steps()[-1].step_type == "ai_agent":
                script.first_step_warning = False
        return result
