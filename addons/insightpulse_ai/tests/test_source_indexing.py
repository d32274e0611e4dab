"""A source follows what it is of, step by step, whatever happens to the job or the model."""

from unittest.mock import patch

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from ..files import pdf
from .sources import SourceCase


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


@tagged("-at_install", "post_install")
class TestSourceIndexing(SourceCase, TransactionCase):
    def killed_in(self, model, method, source):
        def kill(*_arguments):
            raise Killed

        # not assertRaises, which undoes what was committed before the kill
        with patch.object(self.env.registry[model], method, kill):
            try:
                self.run_job(source)
            except Killed:
                return
        self.fail(f"{method} was not called")

    def touch(self, record):
        """All writes of a test have the same date."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = write_date + interval '1 second' WHERE id = %s",
                SQL.identifier(record._table), record.id,
            )
        )  # fmt: skip

    # -- what changes ------------------------------------------------------------------

    def test_records_that_change_come_and_go(self):
        one, two = self.partners("Ten euro", "Five dollars")
        source = self.partner_source(one + two)
        kept = self.passages(source).filtered(lambda passage: "dollars" in passage.text)

        one.comment = "Nine euro"
        self.touch(one)
        self.indexed(source)
        self.assertCountEqual(
            self.found("euro dollars ten", source), ["Notes: Nine euro", kept.text]
        )
        self.assertTrue(kept.exists(), "what has not changed is left alone")

        one.active = False
        self.indexed(source)
        self.assertEqual(self.found("euro dollars", source), [kept.text])

        one.active = True
        self.indexed(source)
        self.assertEqual(len(self.found("euro dollars", source)), 2)

        two.unlink()
        self.assertEqual(self.found("dollars", source), [], "at once")
        self.indexed(source)
        self.assertEqual(self.documents(source).mapped("res_id"), one.ids)

        one.comment = False
        self.touch(one)
        self.indexed(source)
        self.assertEqual(self.passages(source).ids, [])

    def test_what_has_not_changed_is_not_read(self):
        source = self.partner_source(self.partners("Ten euro"))
        with patch.object(self.env.registry["ai.source.document"], "_parts") as parts:
            self.indexed(source)
        parts.assert_not_called()

    def test_other_fields_are_other_texts(self):
        partner = self.partners("Ten euro", city="Ghent")
        source = self.partner_source(partner)
        self.assertEqual(self.found("ghent", source), [])
        source.field_ids += self.fields("city")
        self.assertEqual(source.state, "waiting")
        self.indexed(source)
        self.assertEqual(len(self.found("ghent", source)), 1)
        source.field_ids -= self.fields("comment")
        self.indexed(source)
        self.assertEqual(self.found("euro", source), [])

    def test_files_that_change_come_and_go(self):
        one, two = self.attached(b"Ten euro", "one.txt"), self.attached(b"Five dollars", "two.txt")
        source = self.file_source(one, two)
        one.raw = b"Nine euro"
        self.indexed(source)
        self.assertEqual(self.found("euro", source), ["Nine euro"])
        two.unlink()
        self.assertEqual(self.found("dollars", source), [])
        source.attachment_ids = False
        self.indexed(source)
        self.assertEqual(self.documents(source).ids, [])

    def test_the_text_that_is_edited_keeps_what_it_can(self):
        sections = [f"# Part {one}\n\n{'Many words about it. ' * 30}" for one in range(4)]
        source = self.text_source("\n\n".join(sections))
        before = self.passages(source)
        source.text += "\n\n# Part 9\n\nTen euro"
        self.indexed(source)
        after = self.passages(source)
        self.assertGreaterEqual(len(before & after), len(before) - 1)
        self.assertEqual([*after.sorted("sequence")], [*after])
        self.assertTrue(self.found("euro", source))

    def test_a_source_that_is_deleted_leaves_nothing(self):
        source = self.text_source("Ten euro")
        source_id = source.id
        source.unlink()
        self.assertFalse(self.env["ai.passage"].search([("source_id", "=", source_id)]))
        self.assertIn("Nothing", self.run_job(self.env["ai.source"].browse(source_id)))

    # -- the queue ---------------------------------------------------------------------

    def jobs(self, source):
        key = f"ai.source:{source.id}"
        return self.env["queue.job"].search([("identity_key", "=", key)])

    def test_a_change_is_queued_once_and_so_is_the_clock(self):
        source = self.env["ai.source"].create({"name": "x", "text": "y"})
        self.assertEqual(self.jobs(source).mapped("channel"), ["root.ai"])
        source.text = "z"
        source.action_index()
        self.env["ai.source"]._queue_all()
        self.assertEqual(len(self.jobs(source)), 1)
        self.jobs(source).state = "done"
        source.name = "not looked at for this"
        self.assertEqual(len(self.jobs(source)), 1)
        self.env["ai.source"]._queue_all()
        self.assertEqual(len(self.jobs(source)), 2)

    def test_a_long_job_gives_way_and_goes_on(self):
        source = self.partner_source(self.partners())
        source.domain = str([("id", "in", self.partners("Ten euro", "Five euro").ids)])
        self.jobs(source).state = "done"
        with patch("odoo.addons.insightpulse_ai.models.ai_source_indexing.SECONDS", -1):
            self.assertEqual(self.run_job(source), "To be continued.")
        self.assertEqual(
            (source.state, source.read_count, source.document_count), ("indexing", 0, 2)
        )
        self.assertEqual(self.jobs(source).mapped("state").count("pending"), 1)
        self.indexed(source)
        self.assertEqual((source.state, source.progress), ("ready", 100))

    # -- what may happen ---------------------------------------------------------------

    def test_a_job_that_is_killed_goes_on_from_there(self):
        for method in ("_parts", "_keep"):
            with self.subTest(method=method):
                source = self.env["ai.source"].create({"name": "x", "text": f"Ten euro {method}"})
                self.killed_in("ai.source.document", method, source)
                self.assertEqual(self.documents(source).mapped("state"), ["waiting"])
                self.assertEqual(self.documents(source).tries, 1)
                self.indexed(source)
                self.assertEqual(len(self.passages(source)), 1)
                self.assertEqual(self.documents(source).tries, 0)

    def test_a_document_that_kills_the_process_is_given_up(self):
        source = self.env["ai.source"].create({"name": "x", "text": "Ten euro"})
        for _time in range(3):
            self.killed_in("ai.source.document", "_parts", source)
        self.indexed(source)
        self.assertEqual(source.state, "ready")
        self.assertIn("interrupted 3 times", source.problem_ids.problem)

    def test_an_error_in_one_document_leaves_the_others(self):
        one, two = self.partners("Ten euro", "Five dollars")
        original = self.env.registry["ai.source.document"]._parts

        def breaks(document):
            if document.res_id == one.id:
                raise ZeroDivisionError("in the middle of it")
            return original(document)

        with (
            mute_logger("odoo.addons.insightpulse_ai.models.ai_source_document"),
            patch.object(self.env.registry["ai.source.document"], "_parts", breaks),
        ):
            source = self.partner_source(one + two)
        self.assertEqual(self.found("euro dollars", source), ["Notes: Five dollars"])
        self.assertIn("ZeroDivisionError", source.problem_ids.problem)

    def test_a_source_that_cannot_be_found_any_more_says_so(self):
        source = self.partner_source(self.partners("Ten euro"))
        self.env.cr.execute(
            SQL('UPDATE ai_source SET domain = \'[("gone", "=", 1)]\' WHERE id = %s', source.id)
        )
        self.env.invalidate_all()
        self.run_job(source)
        self.assertEqual(source.state, "failed")
        self.assertIn("gone", source.error)

    def test_too_many_documents_are_told(self):
        with patch("odoo.addons.insightpulse_ai.models.ai_source_survey.MOST_DOCUMENTS", 2):
            source = self.partner_source(self.partners("a", "b", "c"))
        self.assertEqual(source.state, "failed")
        self.assertIn("There are 3 documents", source.error)

    def test_a_pdf_is_read_by_its_pages(self):
        texts = (
            "Ten euro a day, and less on Sundays and holidays",
            "",
            "Five dollars a night, in advance",
        )
        with patch.object(pdf, "pdf_text", return_value=pdf.PdfText(texts, 3)):
            source = self.file_source(
                self.attached(b"%PDF-1.4", "fees.pdf", mimetype="application/pdf")
            )
        [passage] = self.env["ai.source"].with_user(self.user)._retrieve("dollars", None, source)
        self.assertEqual((passage.page, passage.label), (3, "fees.pdf"))
        self.assertTrue(passage.url.endswith("#page=3"))
