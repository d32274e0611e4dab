from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class AiFillField(models.Model):
    """One of the fields that a server action fills."""

    _name = "ai.fill.field"
    _description = "Field that is filled by AI"
    _order = "sequence, id"
    _rec_name = "field_id"

    action_id = fields.Many2one("ir.actions.server", required=True, ondelete="cascade", index=True)
    model_id = fields.Many2one(related="action_id.model_id")
    sequence = fields.Integer(default=10)
    field_id = fields.Many2one(
        "ir.model.fields", required=True, ondelete="cascade",
        domain="[('model_id', '=', model_id), ('store', '=', True), ('readonly', '=', False), "
        "('ttype', 'not in', ('binary', 'one2many', 'reference', 'many2one_reference', 'json', "
        "'properties', 'properties_definition'))]",
    )  # fmt: skip
    relation = fields.Char(related="field_id.relation")
    hint = fields.Char(
        "What it means",
        translate=True,
        help="Told to the language model, such as: High if they want an answer today.",
    )
    must_choose = fields.Boolean(
        help="The model has to give a value, the most likely one, where it does not know."
    )
    domain = fields.Char(
        "Only these records",
        help="Of a relation: which records may be chosen. Empty: all that the user may see.",
    )

    _field_unique = models.Constraint(
        "UNIQUE(action_id, field_id)", "An action fills a field once: take out the second line."
    )

    @api.constrains("action_id", "field_id", "domain")
    def _check_fillable(self):
        for line in self:
            if line.field_id.model_id != line.action_id.model_id:
                raise ValidationError(
                    self.env._(
                        "%(field)s is no field of %(model)s.",
                        field=line.field_id.name,
                        model=line.action_id.model_id.name,
                    )
                )
            fault = self.env["ai.fillable"]._fault(line.field_id.model, line.field_id.name)
            if fault:
                raise ValidationError(fault)
            line._check_domain()

    def _check_domain(self):
        if not self.domain:
            return
        try:
            Domain(self._domain_list()).validate(self.env[self.relation])
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "“%(domain)s” is no filter on the records of %(field)s: %(error)s",
                    domain=self.domain,
                    field=self.field_id.name,
                    error=error,
                )
            ) from error

    def _domain_list(self):
        # a literal: no names, no code
        return literal_eval(self.domain) if self.domain else []

    def _as_spec(self):
        return [
            {
                "name": line.field_id.name,
                "hint": line.hint or "",
                "required": line.must_choose,
                "domain": line._domain_list(),
            }
            for line in self
        ]
