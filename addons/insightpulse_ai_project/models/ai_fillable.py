from odoo import api, models
from odoo.fields import Domain

ASSIGNEES = ("project.task", "user_ids")


class AiFillable(models.AbstractModel):
    """What of a task may be filled, beside what may be of any record."""

    _inherit = "ai.fillable"

    @api.model
    def _fault(self, model_name, name):
        # several people may do a task: to choose them is what choosing a lead's salesperson is
        return "" if (model_name, name) == ASSIGNEES else super()._fault(model_name, name)

    @api.model
    def _domain(self, model, wanted):
        domain = super()._domain(model, wanted)
        match model._name, wanted["name"]:
            case "project.task", "user_ids":
                # as the form does, which Odoo knows as a text for browsers only
                domain &= Domain("share", "=", False)
            case "project.task", "stage_id":
                domain &= Domain("project_ids", "in", model.project_id.ids)
        return domain
