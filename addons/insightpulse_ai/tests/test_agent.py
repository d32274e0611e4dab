"""A whole run with tools: the scripted model calls them, the page hears of each step."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..runs import stream
from .common import AiCase, InThisThread, PageCase, call, needs_model


@needs_model
@tagged("post_install", "-at_install")
class TestAgent(PageCase, AiCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.clerk = self.env.ref("insightpulse_ai.agent_clerk")
        self.clerk.is_small = False
        self.startPatcher(patch.object(stream, "Answering", InThisThread))
        self.partner.city = "Brussels"

    def ran(self, *replies, question="What of Azure Interior?", **options):
        self.model.script(*replies)
        run = self.asked(question, agent_id=self.clerk.id, **options)
        return run, self.streamed(run)

    def test_it_looks_something_up_and_answers(self):
        run, told = self.ran(
            call("search_records", kind="contacts", words="Azure Interior"),
            [{"say": "It is in Brussels."}],
        )
        self.assertEqual([name for name, _data in told], ["step", "step", "delta", "end"])
        self.assertEqual(
            [(data["state"], data["title"]) for name, data in told if name == "step"],
            [
                ("running", "Find records: contacts, Azure Interior"),
                ("done", "Find records: contacts, Azure Interior"),
            ],
        )
        self.assertEqual((run.state, run.answer), ("done", "It is in Brussels."))
        step = run.step_ids
        self.assertEqual((step.tool, step.ok), ("search_records", True))
        self.assertEqual(step.arguments["words"], "Azure Interior")
        self.assertIn("Azure Interior", step.result)
        self.assertIn("Brussels", str(self.model.sent()[-1]))
        self.assertEqual(len(told[-1][1]["steps"]), 1)

    def test_a_change_waits_for_a_click(self):
        run, told = self.ran(
            call(
                "update_record",
                kind="contacts",
                record="Azure Interior",
                changes=[{"field": "phone", "value": "+32 2 1"}],
            ),
            [{"say": "I have proposed it."}],
        )
        self.assertFalse(self.partner.phone)
        proposal = run.proposal_ids
        self.assertEqual((proposal.state, proposal.user_id), ("pending", self.user))
        shown = told[0][1]["proposal"]
        self.assertEqual(shown["rows"], [{"label": "Phone", "before": "", "after": "+32 2 1"}])
        decided = self.env["ai.proposal"].with_user(self.user).decide(shown["id"], True)
        self.assertEqual(decided["state"], "done")
        self.assertEqual(self.partner.phone, "+32 2 1")

    def test_the_record_on_the_screen_has_a_tool_of_its_own(self):
        country = self.env.ref("base.be")
        run, _told = self.ran(
            call("change_this", city="Namur", country_id="Belgium"),
            [{"say": "Proposed."}],
            record=self.partner,
        )
        offered = self.model.state()["requests"][0]["body"]["tools"]
        own = next(t["function"] for t in offered if t["function"]["name"] == "change_this")
        self.assertEqual(own["parameters"]["properties"]["city"]["type"], "string")
        self.assertIn("Azure Interior", own["description"])
        self.assertEqual(run.proposal_ids.values, {"city": "Namur", "country_id": country.id})
        self.assertEqual(run.proposal_ids.res_id, self.partner.id)

    def test_the_tool_is_for_what_may_be_changed_only(self):
        line = self.clerk.model_ids.filtered(lambda one: one.model == "res.partner")
        line.changeable = "city"
        run, told = self.ran(
            call("change_this", phone="1", name="Mallory"),
            [{"say": "No."}],
            record=self.partner,
        )
        self.assertFalse(run.proposal_ids)
        self.assertEqual(told[0][1]["state"], "failed")

    def test_what_cannot_be_proposed_goes_back_to_the_model(self):
        run, told = self.ran(
            call(
                "update_record",
                kind="contacts",
                record="Azure Interior",
                changes=[{"field": "salary", "value": "9"}],
            ),
            [{"say": "That cannot be changed."}],
        )
        self.assertFalse(run.proposal_ids)
        self.assertEqual(told[0][1]["state"], "failed")
        self.assertIn("no field", told[0][1]["text"])

    def test_the_user_is_asked_which_one(self):
        self.env["res.partner"].create({"name": "Azure Exterior"})
        run, told = self.ran(call("read_record", kind="contacts", record="Azure"))
        self.assertEqual(run.state, "done")
        self.assertIn("do you mean", run.answer)
        names = [one["name"] for one in told[-1][1]["steps"][-1]["candidates"]]
        self.assertIn("Azure Exterior", names)

    def test_a_tool_that_writes_is_stopped_by_the_database(self):
        original = self.env.registry["ai.context"]._text

        def hostile(context, records, only=None):
            context.env["res.partner"].create({"name": "Written by a tool"})
            context.env.flush_all()
            return original(context, records, only)

        with (
            patch.object(self.env.registry["ai.context"], "_text", hostile),
            mute_logger("odoo.sql_db"),
        ):
            run, told = self.ran(
                call("read_record", kind="contacts", record="Azure Interior"),
                [{"say": "Nothing."}],
            )
        self.assertEqual(told[1][1]["state"], "failed")
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Written by a tool")]))
        self.assertEqual(run.state, "done")

    def test_it_comes_to_an_end(self):
        replies = [
            call("search_records", kind="contacts", words=f"name {number}") for number in range(12)
        ]
        run, _told = self.ran(*replies)
        self.assertEqual((run.state, run.error_kind), ("failed", "steps"))
        self.assertIn("no answer", run._described()["error"]["message"])

    def test_a_server_action_waits_for_a_click_too(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Set city",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "record.write({'city': env.context['ai_arguments']['city']})",
            }
        )
        tool = self.env["ai.tool"].create(
            {
                "name": "Move",
                "technical_name": "move_to",
                "description": "Move a contact to a city.",
                "action_id": action.id,
                "argument_ids": [(0, 0, {"name": "city"})],
            }
        )
        self.clerk.tool_ids |= tool
        run, _told = self.ran(
            call("move_to", record="Azure Interior", city="Liège"), [{"say": "Proposed."}]
        )
        self.assertEqual(self.partner.city, "Brussels")
        run.proposal_ids.with_user(self.user).action_approve()
        self.assertEqual(self.partner.city, "Liège")
        self.assertEqual(self.partner.write_uid, self.user)

    def test_an_agent_of_others(self):
        self.clerk.group_ids = self.env.ref("base.group_system")
        with self.assertRaises(AccessError):
            self.asked(agent_id=self.clerk.id)
        names = [one["name"] for one in self.conversations().panel()["agents"]]
        self.assertIn("Assistant", names)
        self.assertNotIn("Clerk", names)

    def test_only_administrators_read_instructions(self):
        self.clerk.instructions = "The margin is 40 %."
        agent = self.clerk.with_user(self.user)
        self.assertEqual(agent.read(["name"])[0]["name"], self.clerk.name)
        for told in (
            lambda: agent.read(["instructions"]),
            lambda: agent.search([("instructions", "like", "margin")]),
        ):
            with self.assertRaises(AccessError):
                told()
        administrator = self.clerk.with_user(self.env.ref("base.user_admin"))
        self.assertEqual(administrator.instructions, "The margin is 40 %.")

    def test_its_own_model_and_instructions(self):
        self.clerk.write({"model": "llama3.2:1b", "instructions": "Answer in rhyme."})
        run, _told = self.ran([{"say": "Fine."}])
        self.assertEqual(run.model, "llama3.2:1b")
        self.assertIn("Answer in rhyme.", self.model.sent()[-1][0]["content"])

    def test_a_small_model_chooses_by_a_schema(self):
        self.clerk.is_small = True
        choice = (
            '{"tool": "search_records", "arguments": {"kind": "contacts", '
            '"words": "Azure Interior"}}'
        )
        run, _told = self.ran(
            [{"say": choice}],
            [{"say": '{"tool": "answer", "arguments": {}}'}],
            [{"say": "In Brussels."}],
        )
        self.assertEqual((run.state, run.answer), ("done", "In Brussels."))
        self.assertEqual(run.step_ids.tool, "search_records")
