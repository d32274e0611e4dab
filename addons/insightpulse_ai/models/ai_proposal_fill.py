from odoo import fields, models


class AiProposal(models.Model):
    """A proposal that came of filling fields tells its line what was decided."""

    _inherit = "ai.proposal"

    fill_line_ids = fields.One2many("ai.fill.line", "proposal_id", "Filled by")

    def _decided(self, state, result=None):
        decided = super()._decided(state, result)
        # sudo: whose proposal it is, whose line it is; who decides may be somebody else
        for line in self.sudo().fill_line_ids:
            if line.state == "review":
                line.sudo(False)._proposal_decided(state)
        return decided

    def _is_late(self):
        """Whether it cannot be decided any more, or is not there."""
        return self.state != "pending" or self.expires < fields.Datetime.now()
