from odoo import api, fields, models
from odoo.tools import SQL


class AiSource(models.Model):
    """How far the indexing of a source is, and how it is searched, in words."""

    _inherit = "ai.source"

    document_count = fields.Integer("Documents", compute="_compute_progress")
    read_count = fields.Integer("Documents read", compute="_compute_progress")
    passage_count = fields.Integer("Passages", compute="_compute_progress")
    embedded_count = fields.Integer("Passages with embeddings", compute="_compute_progress")
    progress = fields.Integer("Progress (%)", compute="_compute_progress")
    search_note = fields.Text("How it is searched", compute="_compute_search_note")

    @api.depends("state", "last_indexed")
    def _compute_progress(self):
        model = self._embedding_model()
        # sudo: numbers, of rows that are nobody's to read
        self.env["ai.passage"].sudo().flush_model()
        self.env["ai.source.document"].sudo().flush_model()
        documents = self._counted(
            SQL(
                "SELECT source_id, count(*), count(*) FILTER (WHERE state != 'waiting') "
                "FROM ai_source_document WHERE source_id IN %s GROUP BY source_id",
                tuple(self.ids) or (0,),
            )
        )
        passages = self._counted(
            SQL(
                "SELECT source_id, count(*), count(*) FILTER (WHERE embedding_model = %s) "
                "FROM ai_passage WHERE source_id IN %s GROUP BY source_id",
                model,
                tuple(self.ids) or (0,),
            )
        )
        for source in self:
            found, read = documents.get(source._origin.id, (0, 0))
            cut, embedded = passages.get(source._origin.id, (0, 0))
            source.document_count, source.read_count = found, read
            source.passage_count, source.embedded_count = cut, embedded
            total, done = (found + cut, read + embedded) if model else (found, read)
            source.progress = done * 100 // total if total else 0

    def _counted(self, query):
        return {source_id: numbers for source_id, *numbers in self.env.execute_query(query)}

    @api.depends_context("uid")
    def _compute_search_note(self):
        model, settings = self._embedding_model(), self.env["ai.settings"]._told()
        if not model:
            note = self.env._(
                "By its words only: no model for embeddings is set up. With one, passages are "
                "also found that say the same in other words. Name it in the settings, or as "
                "AI_EMBEDDING_MODEL in the environment."
            )
        elif settings["local"]:
            note = self.env._(
                "By its words, and by embeddings: %(model)s at %(endpoint)s.",
                model=model,
                endpoint=settings["endpoint"],
            )
        else:
            note = self.env._(
                "By its words, and by embeddings: all of its text is sent to %(endpoint)s, "
                "outside of your network, for %(model)s.",
                model=model,
                endpoint=settings["endpoint"],
            )
        if model and not self.env["ai.passage"]._has_vectors():
            note += " " + self.env._(
                "The database lacks the extension pgvector: with more than some thousand passages, "
                "each question takes seconds."
            )
        self.search_note = note
