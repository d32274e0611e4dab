from odoo import api, models
from odoo.fields import Domain

PROJECT, ASSIGNEES = ("project.task", "project_id"), ("project.task", "user_ids")
OPEN = ("employees", "portal")
"""Projects that every employee sees: of the others only who follows them, or is assigned a task."""


class AiFillable(models.AbstractModel):
    """What of a task may be filled, beside what may be of any record.

    A project and its assignees are who may read the task. What stands in a task may come from
    outside, and an automation rule fills it as a superuser, for whom no record rule counts: so what
    the rules and the form's filters allow is said here once more.
    """

    _inherit = "ai.fillable"

    @api.model
    def _fault(self, model_name, name):
        # several people may do a task: to choose them is what choosing a lead's salesperson is
        return "" if (model_name, name) == ASSIGNEES else super()._fault(model_name, name)

    @api.model
    def _domain(self, model, wanted):
        domain = super()._domain(model, wanted)
        match model._name, wanted["name"]:
            case "project.task", "project_id":
                domain &= self._projects(model)
            case "project.task", "user_ids":
                domain &= self._assignees(model)
            case "project.task", "stage_id":
                domain &= Domain("project_ids", "in", model.project_id.ids)
        return domain

    @api.model
    def _projects(self, task):
        """Return those that open the task to nobody outside of its company, and lend no rights."""
        return Domain("company_id", "in", [False, *task.company_id.ids]) & (
            Domain("privacy_visibility", "in", OPEN) | Domain("id", "in", task.project_id.ids)
        )

    @api.model
    def _assignees(self, task):
        """Return who sees the task's project as it is: whoever is assigned reads and writes."""
        domain = Domain("share", "=", False)
        # sudo: who may see the project is looked at, and not told
        task = task.sudo()
        if task.company_id:
            domain &= Domain("company_ids", "in", task.company_id.ids)
        if task.project_id and task.project_id.privacy_visibility not in OPEN:
            domain &= Domain("partner_id", "in", task.project_id.message_partner_ids.ids)
        return domain

    @api.model
    def _is_kept(self, record, name):
        return (record._name, name) == ASSIGNEES or super()._is_kept(record, name)

    @api.model
    def _is_reviewed(self, record, name):
        field = (record._name, name)
        return (
            field == ASSIGNEES
            or (field == PROJECT and bool(record.project_id))
            or super()._is_reviewed(record, name)
        )
