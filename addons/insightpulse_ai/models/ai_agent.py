from odoo import api, fields, models
from odoo.exceptions import AccessError

PROVIDERS = [("ollama", "Ollama"), ("openai", "OpenAI, or a server with its protocol")]


class AiAgent(models.Model):
    """Who answers: instructions, and what may be looked up and proposed."""

    _name = "ai.agent"
    _description = "AI agent"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    summary = fields.Char(translate=True, help="Shown where an agent is chosen.")
    sequence = fields.Integer(default=10, help="The first that somebody may use is the default.")
    active = fields.Boolean(default=True)
    instructions = fields.Text(
        groups="base.group_system", help="Told to the model before every question."
    )
    topic_ids = fields.Many2many("ai.topic", string="Topics")
    tool_ids = fields.Many2many("ai.tool", string="Tools")
    model_ids = fields.One2many("ai.agent.model", "agent_id", "Records", copy=True)
    group_ids = fields.Many2many(
        "res.groups", string="Groups", help="Who may use it. Empty: everybody who works here."
    )
    provider = fields.Selection(PROVIDERS, help="Empty: the one of the settings.")
    model = fields.Char("Language model", help="Empty: the one of the settings.")
    is_small = fields.Boolean(
        "For small models",
        default=True,
        help="Offers at most five tools that fit the question, and makes the model choose one by "
        "a schema. Leave it on for models of less than about 30 billion parameters.",
    )
    uses_tools = fields.Boolean(compute="_compute_uses_tools")

    @api.depends("tool_ids", "topic_ids.tool_ids")
    def _compute_uses_tools(self):
        for agent in self:
            agent.uses_tools = bool(agent._tools())

    def _tools(self):
        return (self.tool_ids | self.topic_ids.tool_ids).filtered("active")

    @api.model
    def _usable(self):
        """Return the agents that the user may use, the default one first."""
        # sudo: their instructions are the administrators'; whose they are is looked at here
        groups = self.env.user.all_group_ids
        found = self.sudo().search([("active", "=", True)])
        return found.filtered(lambda agent: not agent.group_ids or agent.group_ids & groups)

    @api.model
    def _chosen(self, agent_id=False):
        """Return the agent for a question: the given one, or the default, as superuser.

        :raise AccessError: the user may not use it
        """
        usable = self._usable()
        if not agent_id:
            return usable[:1]
        agent = usable.filtered(lambda one: one.id == agent_id)
        if not agent:
            raise AccessError(self.env._("You may not use this agent."))
        return agent

    def _instructions(self):
        self.ensure_one()
        parts = [self.instructions, *(topic._instructions() for topic in self.topic_ids)]
        return "\n\n".join(part.strip() for part in parts if part and part.strip())

    def _changes(self):
        """Return how its provider and model differ from the settings, for
        :meth:`ai.settings._configuration`."""
        changes = {"provider": self.provider or False}
        if self.model:
            # the settings' provider is the one whose model it is, where none is named
            names = [self.provider] if self.provider else [name for name, _label in PROVIDERS]
            changes |= {f"{name}_model": self.model for name in names}
        return changes

    def _described(self):
        return [
            {
                "id": agent.id,
                "name": agent.name,
                "summary": agent.summary or "",
                "tools": agent.uses_tools,
                "provider": self.env["ai.settings"]._told(agent),
            }
            for agent in self
        ]
