from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import split_every

from ..context.secrecy import is_secret
from ..filling.template import TemplateFault, paths
from .ai_fill import MOST_RECORDS, OVERWRITE, REVIEW

AUTOMATED = "__action_done"
"""In the context of what an automation rule runs (base_automation)."""


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    state = fields.Selection(
        selection_add=[("ai", "Fill Fields with AI")], ondelete={"ai": "cascade"}
    )
    ai_prompt = fields.Text(
        "Prompt",
        help="What the language model is to do. {{ object.partner_id.name }} stands for the value "
        "of a field.",
    )
    ai_field_ids = fields.One2many("ai.fill.field", "action_id", "Fields to Fill", copy=True)
    ai_tell_record = fields.Boolean(
        "Tell the whole record",
        default=True,
        help="Its fields and latest messages, as far as the user may read them. Without this, only "
        "the placeholders are told.",
    )
    ai_overwrite = fields.Selection(OVERWRITE, "Overwrite", default="empty")
    ai_review = fields.Selection(REVIEW, "Review", default="unsure")
    ai_note = fields.Boolean("Log a note", help="On each record: what was filled, and why.")
    ai_model = fields.Char(
        "Language Model", help="A model of the server that is set up. Empty: the default one."
    )

    @api.model
    def _warning_depends(self):
        return [*super()._warning_depends(), "ai_prompt", "ai_field_ids", "ai_field_ids.field_id"]

    def _get_warning_messages(self):
        warnings = super()._get_warning_messages()
        if self.state == "ai" and self.model_id:
            if not self.ai_field_ids:
                warnings.append(self.env._("Choose at least one field to fill."))
            if not (self.ai_prompt or "").strip():
                warnings.append(self.env._("Write a prompt: what the language model is to do."))
        return warnings

    @api.constrains("state", "ai_prompt", "model_id")
    def _check_ai_prompt(self):
        for action in self.filtered(lambda action: action.state == "ai"):
            try:
                named = paths(action.ai_prompt or "")
            except TemplateFault as fault:
                raise ValidationError(str(fault)) from None
            for path in named:
                action._check_ai_path(path)

    def _check_ai_path(self, path):
        model = self.env[self.model_id.model]
        for name in path.split("."):
            field = model is not None and model._fields.get(name)
            if not field or is_secret(name, model._name):
                raise ValidationError(
                    self.env._(
                        "{{ %(path)s }}: there is no field %(name)s there, or it is secret.",
                        path=path,
                        name=name,
                    )
                )
            model = self.env[field.comodel_name] if field.relational else None

    @api.constrains("model_id", "ai_field_ids")
    def _check_ai_fields(self):
        self.ai_field_ids._check_fillable()

    def _run_action_ai_multi(self, eval_context=None):
        """Queue the filling of the records; return the notification that says so."""
        records = eval_context.get("records") or eval_context.get("record")
        if not records:
            return False
        records = records.sudo(False)
        if AUTOMATED in self.env.context:
            # what arrives must not be refused: it is filled as soon as that is possible
            for part in split_every(MOST_RECORDS, records.ids, records.browse):
                self._ai_fill(part)
            return False
        self.env["ai.fill"]._check_set_up()
        return self._ai_fill(records)._notification()

    def _ai_fill(self, records):
        """Queue the filling of ``records`` as the user of their environment; return the batch."""
        self.ensure_one()
        # sudo: what an action does is the administrator's; that it may be run, was checked
        action = self.sudo()
        return records.env["ai.fill"]._start(
            records,
            name=action.name,
            prompt=action.ai_prompt,
            spec=action.ai_field_ids._as_spec(),
            action=action,
            tell_record=action.ai_tell_record,
            overwrite=action.ai_overwrite,
            review=action.ai_review,
            note=action.ai_note,
            model=action.ai_model,
        )

    @api.model
    def ai_fill_record(self, xmlid, res_model, res_id):
        """Fill one record by the action ``xmlid``, for its button in a form.

        :return: the batch's id
        """
        record = self.env[res_model].browse(res_id)
        action = self._ai_for_form(xmlid, record)
        record.check_access("read")
        self.env["ai.fill"]._check_set_up()
        return action._ai_fill(record).id

    @api.model
    def _ai_for_form(self, xmlid, record):
        """Return the action, as the superuser, that the user may run on the record of a form.

        :raise UserError: there is none
        """
        # sudo: to see whether there is such an action; whether the user may run it is asked below
        action = self.env.ref(xmlid, raise_if_not_found=False)
        if not action or action._name != self._name:
            raise UserError(self.env._("There is no action %s to fill this field.", xmlid))
        action = action.sudo()
        if action.state != "ai" or action.model_id.model != record._name:
            raise UserError(self.env._("%s fills no fields of this record.", action.name))
        if action.warning:
            raise UserError(action.warning)
        if not record.exists():
            raise UserError(self.env._("Save the record first."))
        action._can_execute_action_on_records(record)
        return action
