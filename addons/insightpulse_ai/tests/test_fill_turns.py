"""Jobs let people go first, in this process and in others, whose questions are rows."""

from odoo import fields
from odoo.tests import tagged

from ..providers import Deadline
from ..runs import turns
from ..runs.turns import process
from .common import needs_model
from .fill_common import FillCase


@needs_model
@tagged("post_install", "-at_install")
class TestFillTurns(FillCase):
    def another_process(self, **values):
        """A question that is answered there, at the same server."""
        return self.env["ai.run"].create(
            {
                "user_id": self.env.uid,
                "question": "?",
                "endpoint": self.env["ai.settings"]._told()["endpoint"],
                "state": "running",
                "process": "another",
                "alive": fields.Datetime.now(),
                **values,
            }
        )

    def test_a_turn_that_does_not_come_is_waited_for_later_and_nothing_was_asked(self):
        self.patch(turns, "AGAIN_SECONDS", 0.1)
        lines = self.env.registry["ai.fill.line"]
        self.patch(lines, "_deadline", lambda line: Deadline(total=0.6))
        self.another_process()
        fill = self.run_action()
        self.assertEqual(self.run_job(fill.line_ids), "pending")
        self.assertRecordValues(fill.line_ids, [{"state": "waiting", "attempts": 0}])
        self.assertIn("busy with what people ask", fill.trouble)
        self.assertEqual((len(fill.line_ids.run_ids), self.model.sent()), (0, []))

    def test_who_comes_before_a_job_in_another_process(self):
        self.patch(turns, "AGAIN_SECONDS", 0.0)
        now = fields.Datetime.now()
        ago = [fields.Datetime.subtract(now, seconds=seconds) for seconds in (5, 60)]
        asked = self.env["ai.settings"]._told()["endpoint"]
        for mine, other, ahead in [
            ({}, {}, 1),
            ({}, {"is_job": True}, 1),
            ({}, {"alive": ago[1]}, 0),
            ({}, {"alive": False}, 0),
            ({}, {"process": process()}, 0),
            ({}, {"endpoint": "elsewhere:1"}, 0),
            ({}, {"state": "done"}, 0),
            ({}, {"state": "waiting", "queued": now}, 0),
            ({}, {"state": "waiting", "queued": ago[0]}, 1),
            ({}, {"state": "waiting", "queued": ago[0], "is_job": True}, 0),
            ({}, {"state": "waiting", "queued": ago[1], "is_job": True}, 1),
            ({"is_job": True}, {"state": "waiting", "queued": now}, 1),
            ({"is_job": True, "queued": ago[1]}, {"state": "waiting", "queued": now}, 0),
        ]:
            with self.subTest(mine=mine, other=other):
                run = self.another_process(
                    **{"state": "waiting", "process": False, "queued": now, "alive": False, **mine}
                )
                there = self.another_process(**other)
                self.assertEqual(run._take_turn(asked, 0)[0], ahead)
                self.assertEqual(run.state, "waiting" if ahead else "running")
                self.assertEqual(run.process, process())
                (run + there).unlink()
