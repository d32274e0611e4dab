"""A batch that is filled by the scripted model, its jobs run by hand."""

import json

from odoo import Command
from odoo.tests import TransactionCase

from .common import AiCase
from .jobs import RunsJobs


def say(**fields):
    """A reply of the script: ``value`` or ``(value, quote)`` or a box, by field."""
    boxes = {}
    for name, value in fields.items():
        if not isinstance(value, tuple):
            value = (value, "Lyon")
        boxes[name] = {"value": value[0], "quote": value[1], "confidence": "high"}
    return [{"say": json.dumps(boxes)}]


class JobsByHand(RunsJobs):
    """For a TransactionCase: runs the jobs of a batch as the queue does."""

    def run_jobs(self, fill):
        for line in fill.line_ids:
            self.run_job(line)

    def run_job(self, line):
        """Run the line's job; return its state after."""
        return self.perform(line.sudo().job_uuid)


class FillCase(JobsByHand, AiCase, TransactionCase):
    """Contacts whose function, and what else is asked for, a model fills in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.comment = "<p>We are carpenters in Lyon.</p>"

    def setUp(self):
        super().setUp()
        self.model.reset()
        self.action = self.make_action("function")

    def make_action(self, *names, **values):
        return self.env["ir.actions.server"].create(
            {
                "name": "Fill in",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "ai",
                "ai_prompt": "What do they do?",
                "ai_review": "never",
                "ai_field_ids": [
                    Command.create({"field_id": self.field(name).id}) for name in names
                ],
                **values,
            }
        )

    def field(self, name, model="res.partner"):
        return self.env["ir.model.fields"]._get(model, name)

    def run_action(self, records=None, action=None, user=None):
        """Run the action as a person does; return the batch."""
        records = self.partner if records is None else records
        before = self.env["ai.fill"].search([], limit=1)
        (action or self.action).with_user(user or self.user).with_context(
            active_model=records._name, active_ids=records.ids, active_id=records.ids[0]
        ).run()
        return self.env["ai.fill"].search([("id", ">", before.id or 0)])

    def filled(self, *replies, **options):
        """Script the model, run the action and all its jobs; return its lines."""
        self.model.script(*replies)
        fill = self.run_action(**options)
        self.run_jobs(fill)
        return fill.line_ids
