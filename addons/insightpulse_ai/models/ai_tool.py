import re
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..agents import Tool, declared

_NAME = re.compile(r"[a-z][a-z0-9_]{2,40}")


class AiTool(models.Model):
    """A tool that agents may be given: a method of ``ai.toolbox``, or a server action.

    A server action always waits for somebody's approval, and runs as that person.
    """

    _name = "ai.tool"
    _description = "AI tool"
    _order = "sequence, id"

    name = fields.Char("For people", required=True, translate=True)
    technical_name = fields.Char("For the model", required=True)
    description = fields.Text(
        help="Told to the model: what it does, and when to call it. Empty: as it is declared."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("read", "Looks something up"), ("propose", "Proposes something")],
        compute="_compute_kind",
    )
    action_id = fields.Many2one(
        "ir.actions.server",
        "Server action",
        ondelete="cascade",
        help="Empty: the tool is one that the addon declares.",
    )
    argument_ids = fields.One2many("ai.tool.argument", "tool_id", "Arguments", copy=True)

    _unique_technical_name = models.Constraint(
        "UNIQUE(technical_name)", "Another tool has this name."
    )

    @api.constrains("technical_name", "action_id", "description")
    def _check_technical_name(self):
        for tool in self:
            if not _NAME.fullmatch(tool.technical_name):
                raise ValidationError(
                    self.env._("%s: use small letters, digits and _ only.", tool.technical_name)
                )
            if not tool.action_id and tool._method() is None:
                raise ValidationError(
                    self.env._(
                        "There is no tool %s: choose a server action for it.", tool.technical_name
                    )
                )
            if tool.action_id and not tool.description:
                raise ValidationError(self.env._("Describe for the model what %s does.", tool.name))

    @api.depends("technical_name", "action_id")
    def _compute_kind(self):
        for tool in self:
            tool.kind = tool._declared().kind if tool.technical_name else False

    def _method(self):
        """Return the method of ``ai.toolbox`` that it stands for, or ``None``."""
        method = getattr(self.env["ai.toolbox"], self.technical_name or "", None)
        try:
            declared(method)
        except TypeError:
            return None
        return method

    def _declared(self):
        """Return what a model is told of it. Its function is not in it."""
        self.ensure_one()
        if self.action_id:
            return Tool(
                self.technical_name,
                self.description or self.name,
                self.argument_ids._schema(self.action_id.model_id),
                kind="propose",
                synonyms=self.name,
            )
        tool = declared(self._method())
        description = self.description or tool.description
        return replace(tool, description=description, function=None)


class AiToolArgument(models.Model):
    _name = "ai.tool.argument"
    _description = "Argument of an AI tool"
    _order = "sequence, id"

    TYPES = {
        "text": {"type": "string"},
        "number": {"type": "number"},
        "date": {"type": "string", "format": "date"},
        "yes_no": {"type": "boolean"},
    }

    tool_id = fields.Many2one("ai.tool", required=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    type = fields.Selection(
        [("text", "Text"), ("number", "Number"), ("date", "Date"), ("yes_no", "Yes or no")],
        default="text",
        required=True,
    )
    description = fields.Char()
    is_required = fields.Boolean("Required", default=True)

    @api.constrains("name")
    def _check_name(self):
        for argument in self:
            if not _NAME.fullmatch(argument.name) or argument.name == "record":
                raise ValidationError(
                    self.env._("%s: use small letters, digits and _ only.", argument.name)
                )

    def _schema(self, model):
        """Return the JSON schema of these, and of the record that the action is for."""
        record = {"type": "string", "minLength": 1, "x-model": model.model}
        properties = {
            argument.name: self.TYPES[argument.type]
            | ({"description": argument.description} if argument.description else {})
            for argument in self
        }
        return {
            "type": "object",
            "properties": {"record": record, **properties},
            "required": ["record", *self.filtered("is_required").mapped("name")],
            "additionalProperties": False,
        }
