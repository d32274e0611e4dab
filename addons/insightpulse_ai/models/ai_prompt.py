from odoo import fields, models
from odoo.exceptions import AccessError


class AiPrompt(models.Model):
    """A button of the panel: an administrator's for everybody, or a user's own."""

    _name = "ai.prompt"
    _description = "Prompt"
    _order = "sequence, id"

    name = fields.Char("Button", required=True, translate=True)
    text = fields.Text("Question", required=True, translate=True)
    model = fields.Char(
        help="Technical name of the model on whose records it is offered, such as account.move. "
        "Empty: on all."
    )
    user_id = fields.Many2one(
        "res.users", "Only for", default=lambda self: self._default_user(), index=True,
        ondelete="cascade", help="Empty: for everybody, which administrators decide.",
    )  # fmt: skip
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    def _default_user(self):
        return False if self.env.user._is_system() else self.env.user

    def write(self, vals):
        # the rule looks at whose it was
        if "user_id" in vals and not self.env.is_admin():
            raise AccessError(self.env._("Administrators decide who is offered a prompt."))
        return super().write(vals)

    def _for(self, model):
        """Return the prompts that the user is offered on records of ``model``, or where there is
        none: administrators, too, see nobody else's."""
        return self.search(
            [("model", "in", [False, "", model or ""]), ("user_id", "in", [False, self.env.uid])]
        )
