from odoo import api, models
from odoo.exceptions import UserError


class IrActionsServer(models.Model):
    """One field of the record in a form, filled by the widget that it is shown with."""

    _inherit = "ir.actions.server"

    @api.model
    def ai_fill_field(self, res_model, res_id, name, prompt="", action=""):
        """Queue the filling of a field by a prompt, or as the action of that XML id fills it.

        What somebody has chosen is replaced only when who asks approves of it.

        :return: the batch's id
        :raise UserError: it cannot be filled
        """
        fills = self.env["ai.fill"]
        fills.check_access("read")
        if fault := self.env["ai.fillable"]._fault(res_model, name):
            raise UserError(fault)
        record = self.env[res_model].browse(res_id).exists()
        if not record:
            raise UserError(self.env._("Save the record first."))
        record.check_access("write")
        record._check_field_access(record._fields[name], "write")
        how = (
            self._ai_for_form(action, record)._ai_how_to_fill(name)
            if action
            else {"prompt": self._ai_checked_prompt(prompt, res_model), "spec": [{"name": name}]}
        )
        fills._check_set_up()
        defaults = record.default_get([name])
        if not self.env["ai.fillable"]._is_free(record, name, defaults):
            how["review"] = "always"
        label = record.fields_get([name], ["string"])[name]["string"]
        return fills._start(record, name=label, overwrite="always", **how).id

    def _ai_how_to_fill(self, name):
        """Return what :meth:`ai.fill._start` is told to fill one of the action's fields."""
        spec = self.ai_field_ids.filtered(lambda line: line.field_id.name == name)._as_spec()
        if not spec:
            raise UserError(self.env._("%(action)s does not fill %(field)s.",
                                       action=self.name, field=name))  # fmt: skip
        return {
            "prompt": self.ai_prompt,
            "spec": spec,
            "tell_record": self.ai_tell_record,
            "review": self.ai_review,
            "note": self.ai_note,
            "model": self.ai_model,
        }

    @api.model
    def _ai_checked_prompt(self, prompt, res_model):
        """Return the prompt of a view, which names no secret field.

        :raise UserError: it is no prompt
        """
        if not isinstance(prompt, str) or not prompt.strip():
            raise UserError(self.env._("Write a prompt: what the language model is to do."))
        # sudo: what a model's fields are called; nothing is stored
        model = self.env["ir.model"].sudo()._get(res_model)
        action = self.sudo().new({"state": "ai", "model_id": model.id, "ai_prompt": prompt})
        action._check_ai_prompt()
        return prompt
