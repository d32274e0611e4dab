"""Embeddings: made by the queue, compared by the database, with and without pgvector."""

from unittest.mock import patch

from odoo.tests import Form, TransactionCase, tagged
from odoo.tools import SQL

from ..providers import InvalidConfiguration
from .common import needs_model
from .sources import EMBEDDING_MODEL, SourceCase

NORTH, EAST, NORTH_EAST, SOUTH = [0.0, 2.0], [1.0, 0.0], [0.5, 0.5], [0.0, -1.0]


class EmbeddingCase(SourceCase):
    def setUp(self):
        super().setUp()
        self.file["embedding_model"] = EMBEDDING_MODEL

    def answer(self, *vectors):
        return [{"answer": {"model": EMBEDDING_MODEL, "embeddings": list(vectors)}}]

    def asked(self):
        """The texts of each request for embeddings."""
        requests = self.model.state()["requests"]
        return [one["body"]["input"] for one in requests if one["path"] == "/api/embed"]


@tagged("-at_install", "post_install")
@needs_model
class TestSourceEmbedding(EmbeddingCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.model.reset()

    def script(self, *replies):
        self.model.script(*replies, to="embed")

    def test_passages_get_embeddings_and_only_new_ones_are_asked_for(self):
        one, two = self.partners("Ten euro", "Five dollars")
        source = self.partner_source(one + two)
        self.assertEqual((source.state, source.embedded_count, source.progress), ("ready", 2, 100))
        [texts] = self.asked()
        self.assertEqual(texts[0], "search_document: Partner 0\nNotes: Ten euro")
        source.domain = str([("id", "in", (one + two + self.partners("Six francs")).ids)])
        self.indexed(source)
        self.assertEqual(self.asked()[1:], [["search_document: Partner 0\nNotes: Six francs"]])

    def test_the_nearest_are_found_though_they_share_no_word(self):
        self.script(self.answer(NORTH, EAST, NORTH_EAST))
        source = self.partner_source(self.partners("north", "east", "north-east"))
        self.assertEqual(
            self.found("up", source, vector=[0.1, 7.0]),
            ["Notes: north", "Notes: north-east", "Notes: east"],
        )
        self.assertEqual(self.found("up", source), [])
        self.assertEqual(self.found("up", source, self.portal, vector=NORTH), [])

    def test_words_and_embeddings_are_fused(self):
        self.script(self.answer(NORTH, EAST, SOUTH))
        source = self.partner_source(self.partners("apple", "pear apple", "plum"))
        found = self.found("pear", source, vector=[0.6, 0.4])
        self.assertEqual(found[0], "Notes: pear apple")

    def test_a_vector_that_fits_nothing_is_no_error(self):
        self.script(self.answer(NORTH))
        source = self.partner_source(self.partners("north"))
        for vector in ([1.0, 0.0, 0.0], [0.0, 0.0], [], None, [1e308, 1e308]):
            with self.subTest(vector=vector):
                self.assertEqual(self.found("up", source, vector=vector), [])
                self.assertEqual(self.found("north", source, vector=vector), ["Notes: north"])

    def test_embeddings_of_another_model_are_made_again_and_not_compared(self):
        self.script(self.answer(NORTH))
        source = self.partner_source(self.partners("north"))
        self.file["embedding_model"] = "other"
        self.assertEqual(self.found("up", source, vector=NORTH), [])
        source.invalidate_recordset()
        self.assertEqual((source.embedded_count, source.progress), (0, 50))
        self.script(self.answer([1.0, 0.0, 0.0]))
        self.indexed(source)
        self.assertEqual(self.found("up", source, vector=[1, 1, 1]), ["Notes: north"])

    def test_a_model_that_is_away_is_asked_again_and_the_words_are_found_meanwhile(self):
        self.file["ollama_base_url"] = "http://127.0.0.1:9"
        source = self.env["ai.source"].create({"name": "x", "text": "Ten euro"})
        for attempt, seconds in enumerate((30, 60, 120), start=1):
            self.assertEqual(self.run_job(source), f"again in {seconds} seconds")
            self.assertEqual((source.state, source.attempts), ("waiting", attempt))
        self.assertIn("Nobody answers", source.error)
        self.assertIn("Check that the AI server runs", source.remedy)
        self.assertEqual(self.found("euro", source), ["Ten euro"])
        self.file["ollama_base_url"] = self.model.url
        self.indexed(source)
        self.assertEqual((source.state, source.error, source.attempts), ("ready", False, 0))

    def test_a_model_that_is_missing_is_told(self):
        self.file["embedding_model"] = "no-such"
        source = self.text_source("Ten euro")
        self.assertEqual(source.state, "failed")
        self.assertIn("no-such", source.error)
        self.assertEqual(self.found("euro", source), ["Ten euro"])

    def test_a_text_that_is_refused_is_left_out(self):
        refused = [{"refuse": [400, "too long", {}]}]
        self.script(refused, refused, self.answer(EAST))
        source = self.partner_source(self.partners("north", "east"))
        self.assertEqual(source.state, "ready")
        self.assertEqual([len(texts) for texts in self.asked()], [2, 1, 1])
        self.assertEqual(self.found("up", source, vector=NORTH), ["Notes: east"])

    def test_a_killed_job_loses_one_batch(self):
        source = self.env["ai.source"].create({"name": "x", "text": "Many words. " * 2000})
        module = "odoo.addons.insightpulse_ai.models.ai_source_indexing"
        self.script([], [{"refuse": [503, "", {}]}])
        with (
            patch(f"{module}.EMBEDDED_AT_ONCE", 3),
            patch("odoo.addons.insightpulse_ai.providers.retry.DELAYS", ()),
        ):
            self.assertTrue(self.run_job(source).startswith("again in"))
            self.assertEqual(source.embedded_count, 3)
        self.indexed(source)
        self.assertEqual(source.embedded_count, source.passage_count)

    def test_the_form_says_how_it_is_searched(self):
        source = self.text_source("Ten euro")
        self.assertIn(f"{EMBEDDING_MODEL} at 127.0.0.1", source.search_note)
        self.file["embedding_model"] = ""
        source.invalidate_recordset()
        self.assertIn("words only", source.search_note)

    def test_try_it_uses_the_model_and_says_where_it_cannot(self):
        source = self.text_source("Ten euro")
        form = Form(source.with_user(self.env.ref("base.user_admin")))
        form.trial_question = "euro"
        self.assertIn("Ten euro", form.trial_found)
        self.assertEqual(self.asked()[-1], ["search_query: euro"])
        self.file["ollama_base_url"] = "http://127.0.0.1:9"
        form.trial_question = "a euro"
        self.assertIn("Ten euro", form.trial_found)
        self.assertIn("Only by words", form.trial_found)


@tagged("-at_install", "post_install")
@needs_model
class TestWithoutPgvector(TestSourceEmbedding):
    """The same on arrays, as on a server that does not have the extension."""

    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute(SQL("ALTER TABLE ai_passage DROP COLUMN embedding"))
        passages = cls.env["ai.passage"]
        with patch.object(cls.env.registry["ai.passage"], "_make_extension", lambda self: False):
            passages.init()
        cls.env.registry.clear_cache()
        cls.addClassCleanup(cls.env.registry.clear_cache)

    def test_there_is_no_vector(self):
        self.assertFalse(self.env["ai.passage"]._has_vectors())
        self.assertIn("lacks the extension pgvector", self.text_source("x").search_note)


@tagged("-at_install", "post_install")
class TestVectorColumn(EmbeddingCase, TransactionCase):
    def column(self):
        self.env.registry.clear_cache()
        return self.env["ai.passage"]._has_vectors()

    def setUp(self):
        super().setUp()
        self.addCleanup(self.env.registry.clear_cache)

    def test_the_tests_have_pgvector(self):
        self.assertTrue(self.column())

    def test_an_extension_that_comes_later_is_used(self):
        passages = self.env["ai.passage"]
        source = self.text_source("Ten euro")
        self.env.cr.execute(SQL("ALTER TABLE ai_passage DROP COLUMN embedding"))
        with patch.object(self.env.registry["ai.passage"], "_make_extension", lambda self: False):
            passages.init()
        self.assertFalse(self.column())
        passage = self.passages(source)
        passages._store_embedding(passage.id, EMBEDDING_MODEL, [0.6, 0.8])
        passages.init()
        self.assertTrue(self.column())
        self.assertEqual(self.found("ten", source, vector=[0.6, 0.8]), ["Ten euro"])
        [[kept]] = self.env.execute_query(
            SQL("SELECT embedding::text FROM ai_passage WHERE id = %s", passage.id)
        )
        self.assertEqual(kept, "[0.6,0.8]")

    def test_no_right_to_create_it_is_no_error(self):
        self.env.cr.execute(
            SQL("CREATE ROLE ai_nobody; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ai_nobody")
        )
        self.env.cr.execute(SQL("ALTER TABLE ai_passage DROP COLUMN embedding"))
        self.env.cr.execute(SQL("DROP EXTENSION vector"))
        self.env.cr.execute(SQL("SET ROLE ai_nobody"))
        try:
            usable = self.env["ai.passage"]._make_extension()
        finally:
            self.env.cr.execute(SQL("RESET ROLE"))
        self.assertFalse(usable)

    def test_a_configuration_that_is_broken_is_none(self):
        with patch.object(
            self.env.registry["ai.settings"], "_configuration", side_effect=InvalidConfiguration([])
        ):
            self.assertEqual(self.env["ai.source"]._embedding_model(), "")
