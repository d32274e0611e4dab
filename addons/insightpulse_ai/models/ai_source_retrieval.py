from urllib.parse import quote

from odoo import api, models
from odoo.exceptions import MissingError
from odoo.tools import SQL

from ..retrieval import Passage, embedding, fused

QUESTION_CHARACTERS = 2000
DEPTHS = (60, 600, 6000)
"""How many passages of each ranking are looked at, until enough of them may be shown."""


class AiSource(models.Model):
    """Who is shown which passage."""

    _inherit = "ai.source"

    @api.model
    def _retrieve(self, question, vector=None, sources=None, limit=6):
        """Return up to ``limit`` passages that may answer ``question``, the best first, as a list
        of :class:`~..retrieval.Passage`, numbered from 1. No network call is made.

        The asking user is ``env.user``, whoever made ``sources`` (all, if ``None``): a passage is
        found if that user may use its source, and may read the record or the file that it is of,
        and of a record all fields that it was made of.

        ``vector``: the question's embedding by the model in force, of the text that
        :func:`~..retrieval.embedding.of_question` makes of it. Without one, or where no model is
        in force, only words are compared.
        """
        self = self.sudo(False)
        question = question.replace("\x00", " ")[:QUESTION_CHARACTERS]
        usable = self._usable(sources)
        if not usable or not question.strip():
            return []
        allowed = usable._allowed()
        model = vector and self._embedding_model()
        unit = embedding.normalised(vector) if model else None
        # sudo: nobody reads the rows themselves; `allowed`, and `_shown` again, say who is shown
        passages = self.env["ai.passage"].sudo()
        for depth in DEPTHS:
            rankings = [passages._by_words(question, allowed, depth)]
            if unit:
                rankings.append(passages._by_vector(unit, model, allowed, depth))
            found = self._shown(passages.browse(fused(rankings)), limit)
            if len(found) == limit or all(len(ranking) < depth for ranking in rankings):
                break
        return [self._as_passage(number, passage) for number, passage in enumerate(found, start=1)]

    @api.model
    def _usable(self, sources=None):
        """Return those of ``sources`` that the user may ask, in sudo."""
        # sudo: portal users may read no source; what matters of it is decided right here
        domain = [("active", "=", True)]
        if sources is not None:
            domain.append(("id", "in", sources.ids))
        found = self.sudo().search(domain)
        user, companies = self.env.user, self.env.companies
        found = found.filtered(
            lambda source: not source.company_id or source.company_id in companies
        )
        if user._is_internal():
            return self.browse(found.ids)._filtered_access("read").sudo()
        # what others are not shown record by record has to be opened to them by name
        return found.filtered(
            lambda source: (
                source.group_ids & user.all_group_ids
                or (not source.group_ids and source.kind != "text")
            )
        )

    def _allowed(self):
        """Return an SQL condition on ``passage``: that the user's record rules show what it is of,
        so that what may not be shown does not crowd out what may."""
        names = self.env.execute_query(
            SQL(
                "SELECT DISTINCT res_model FROM ai_source_document WHERE source_id IN %s",
                tuple(self.ids),
            )
        )
        conditions = [SQL("res_model IS NULL")]
        for (name,) in names:
            records = self.sudo(False).env.get(name)
            if records is not None and records.has_access("read"):
                readable = records.with_context(active_test=False)._search([])
                conditions.append(
                    SQL("(res_model = %s AND res_id IN %s)", name, readable.subselect())
                )
        # IS TRUE: looked up in a hash, whatever the planner believes of the number of passages
        return SQL(
            "passage.source_id IN %(sources)s AND (passage.document_id IN ("
            "SELECT id FROM ai_source_document WHERE source_id IN %(sources)s AND (%(rules)s)"
            ")) IS TRUE",
            sources=tuple(self.ids),
            rules=SQL(" OR ").join(conditions),
        )

    @api.model
    def _shown(self, passages, limit):
        """Return the first ``limit`` of ``passages`` that the user may be shown, asking the ORM
        for each of its record, file and fields; of the same text, the first."""
        found, seen = passages.browse(), set()
        for start in range(0, len(passages), 50):
            batch = passages[start : start + 50].exists()
            readable = self._readable(batch.document_id)
            for passage in batch:
                text = " ".join(passage.text.split())
                if passage.document_id.id not in readable or text in seen:
                    continue
                if not self._may_read_fields(passage):
                    continue
                seen.add(text)
                found += passage
                if len(found) == limit:
                    return found
        return found

    @api.model
    def _readable(self, documents):
        """Return the ids of those of ``documents`` whose record and file the user may read."""
        allowed = set(documents.ids)
        for name, group in documents.filtered("res_model").grouped("res_model").items():
            records = self.env.get(name)
            ids = set()
            if records is not None:
                records = records.browse(group.mapped("res_id")).exists()
                ids = set(records._filtered_access("read").ids)
            allowed -= set(group.filtered(lambda one, ids=ids: one.res_id not in ids).ids)
        files = self.env["ir.attachment"].browse(documents.attachment_id.ids).exists()
        readable = set(files._filtered_access("read").ids)
        return allowed - {
            document.id
            for document in documents
            if document.attachment_id and document.attachment_id.id not in readable
        }

    @api.model
    def _may_read_fields(self, passage):
        if not passage.field_names:
            return True
        model = self.env[passage.document_id.res_model]
        fields_ = [model._fields.get(name) for name in passage.field_names.split(",")]
        return all(field and model._has_field_access(field, "read") for field in fields_)

    # -- where it stands ---------------------------------------------------------------

    @api.model
    def _as_passage(self, number, passage):
        document = passage.document_id
        return Passage(
            number=number,
            text=passage.text,
            label=" › ".join(filter(None, [self._name_of(document), passage.heading])),
            url=self._url_of(document, passage.page),
            res_model=document.res_model or self._name,
            res_id=document.res_id or document.source_id.id,
            page=passage.page,
        )

    @api.model
    def _name_of(self, document):
        """Return the name as the user would see it."""
        if document.attachment_id or not document.res_model:
            return document.name or ""
        try:
            return self.env[document.res_model].browse(document.res_id).display_name or ""
        except MissingError:
            return document.name or ""

    @api.model
    def _url_of(self, document, page):
        if document.attachment_id:
            place = f"#page={page}" if page else ""
            return f"/web/content/{document.attachment_id.id}{place}"
        internal = self.env.user._is_internal()
        if not document.res_model:
            return f"/odoo/{self._name}/{document.source_id.id}" if internal else ""
        if internal:
            return f"/odoo/{quote(document.res_model)}/{document.res_id}"
        return f"/mail/view?model={quote(document.res_model)}&res_id={document.res_id}"
