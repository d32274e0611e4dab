"""Jobs let people go first, in this process and in others, whose questions are rows."""

import contextlib
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models import ai_fill_line_chat as asking
from ..models.ai_fill_line_job import CROWDED_SECONDS
from ..runs import turns
from ..runs.turns import process
from .common import needs_model
from .fill_common import FillCase, say


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
                "looked": fields.Datetime.now(),
                **values,
            }
        )

    def test_a_turn_that_does_not_come_is_waited_for_later_and_nothing_was_asked(self):
        self.patch(turns, "AGAIN_SECONDS", 0.1)
        self.patch(asking, "WAIT_SECONDS", 0.3)
        other = self.another_process()
        fill = self.run_action()
        line = fill.line_ids
        self.assertEqual(self.run_job(line), "pending")
        self.assertRecordValues(line, [{"state": "waiting", "attempts": 0}])
        self.assertIn("busy with what people ask", fill.trouble)
        self.assertEqual((len(line.run_ids), self.model.sent()), (0, []))
        self.assertLessEqual(
            (line.next_attempt - fields.Datetime.now()).total_seconds(), CROWDED_SECONDS
        )
        self.assertTrue(line.lined_up)
        # somebody has asked meanwhile, and the line has waited for long
        ago = fields.Datetime.subtract(fields.Datetime.now(), seconds=60)
        line.lined_up = ago
        other.write({"state": "waiting", "looked": fields.Datetime.now()})
        self.model.script(say(function="Carpenter"))
        self.assertEqual(self.run_job(line), "done")
        self.assertRecordValues(line, [{"state": "done", "attempts": 1}])
        self.assertEqual(line.run_ids.queued, ago)

    def test_one_turn_for_both_rounds_and_all_of_the_time_from_then_on(self):
        lines, runs = self.env.registry["ai.fill.line"], self.env.registry["ai.run"]
        deadline, turn, done = lines._deadline, runs._turn, []

        def waited(run, goes_on, seconds):
            done.append("turn")
            return turn(run, goes_on, seconds)

        def set_off(line):
            self.assertEqual(line.sudo().run_ids[:1].state, "running")
            done.append("deadline")
            return deadline(line)

        self.model.script([{"say": "What?"}], say(function="Carpenter"))
        fill = self.run_action()
        with patch.object(runs, "_turn", waited), patch.object(lines, "_deadline", set_off):
            self.run_job(fill.line_ids)
        self.assertEqual(done, ["turn", "deadline"])
        self.assertRecordValues(
            fill.line_ids.run_ids, [{"state": "done", "process": process()}] * 2
        )
        self.assertEqual(fill.line_ids.state, "done")

    def test_a_line_whose_question_was_closed_is_asked_again_later(self):
        take = self.env.registry["ai.run"]._take_turn

        def close_and_take(run, *args):
            run._request_cancel()
            return take(run, *args)

        fill = self.run_action()
        with patch.object(self.env.registry["ai.run"], "_take_turn", close_and_take):
            self.assertEqual(self.run_job(fill.line_ids), "pending")
        self.assertRecordValues(fill.line_ids, [{"state": "waiting", "attempts": 1}])
        self.assertEqual(fill.line_ids.run_ids.state, "cancelled")

    def test_nobody_waits_for_a_question_that_was_broken_off(self):
        def broken(*args):
            raise RuntimeError("tests")

        fill = self.run_action()
        # not assertRaises, which undoes what was committed
        with patch.object(asking.Answering, "heard", broken), contextlib.suppress(RuntimeError):
            self.run_job(fill.line_ids)
            self.fail("it was not broken off")
        self.assertRecordValues(fill.line_ids.run_ids, [{"state": "running", "process": False}])

    def test_a_process_whose_clock_is_wrong(self):
        now = fields.Datetime.now()
        self.another_process()
        run = self.another_process(state="waiting", process=False)
        wrong = fields.Datetime.add(now, hours=1)
        with patch.object(fields.Datetime, "now", lambda: wrong):
            self.assertEqual(run._take_turn(run.endpoint, 0)[0], 1)
        for moment in (run.alive, run.looked):
            self.assertLess(abs((moment - now).total_seconds()), 60)

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
            ({}, {"state": "waiting", "queued": ago[0], "looked": ago[1]}, 0),
            ({}, {"state": "waiting", "queued": ago[0], "looked": False}, 0),
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
                self.assertGreaterEqual(run.looked, now)
                (run + there).unlink()
