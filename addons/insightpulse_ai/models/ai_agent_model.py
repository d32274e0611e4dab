from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..context.secrecy import is_changeable, is_readable, is_secret


class AiAgentModel(models.Model):
    """The records of one kind that an agent may look at, and what it may propose about them.

    ``model`` may be of a module that is not installed: then there are none.
    """

    _name = "ai.agent.model"
    _description = "Records that an AI agent may look at"
    _order = "sequence, id"

    agent_id = fields.Many2one("ai.agent", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(
        "Kind", required=True, help="What the model calls them, such as: vendor bills"
    )
    model = fields.Char(required=True, help="Technical name, such as account.move")
    domain = fields.Char(
        "Only", default="[]", help="Such as: [('move_type', '=', 'in_invoice')]. New ones get it."
    )
    readable = fields.Char(
        "Fields", help="Names with commas between them. Empty: all but secrets and files."
    )
    changeable = fields.Char(
        "Fields to change", help="Names with commas between them. Empty: none can be proposed."
    )
    can_create = fields.Boolean("New ones")
    can_write_to = fields.Boolean("Messages and activities")
    is_installed = fields.Boolean(compute="_compute_is_installed")

    @api.depends("model")
    def _compute_is_installed(self):
        for line in self:
            line.is_installed = line.model in self.env

    @api.constrains("model", "domain", "readable", "changeable", "can_create")
    def _check_lines(self):
        for line in self:
            if not is_readable(line.model or ""):
                raise ValidationError(
                    self.env._("%s holds secrets: no agent may read it.", line.model)
                )
            changes = line.changeable or line.can_create
            if changes and not is_changeable(line.model):
                raise ValidationError(self.env._("No agent may propose to change %s.", line.model))
            line._check_fields()
            try:
                line._domain()
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._("%(domain)s is no domain: %(error)s", domain=line.domain,
                               error=error)
                ) from None  # fmt: skip

    def _check_fields(self):
        names = [*self._names(self.readable), *self._names(self.changeable)]
        model = self.env.get(self.model)
        for name in names:
            if is_secret(name, self.model) or (model is not None and name not in model._fields):
                raise ValidationError(
                    self.env._(
                        "%(name)s is no field of %(model)s that an agent may be given.",
                        name=name,
                        model=self.model,
                    )
                )

    @api.model
    def _names(self, text):
        return [name.strip() for name in (text or "").split(",") if name.strip()]

    def _domain(self):
        self.ensure_one()
        model = self.env.get(self.model)
        domain = Domain(literal_eval(self.domain or "[]"))
        if model is not None:
            domain.validate(model)
        return domain

    def _defaults(self):
        """Return the values that a new record needs to be one of these."""
        found = {}
        for condition in literal_eval(self.domain or "[]"):
            if len(condition) == 3 and condition[1] == "=":
                found[condition[0]] = condition[2]
            elif len(condition) == 3 and condition[1] == "in" and condition[2]:
                found[condition[0]] = condition[2][0]
        return found
