import hashlib
import json
import logging

from odoo import api, fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.exceptions import MissingError
from odoo.tools import SQL
from psycopg2 import OperationalError

from ..retrieval import cut

_logger = logging.getLogger(__name__)
MOST_PASSAGES = 5000
MOST_TRIES = 3


class NoText(Exception):
    """A document has no text for now. ``state``: of the document; ``words``: why, for people."""

    def __init__(self, state, words):
        super().__init__(words)
        self.state, self.words = state, words


class AiSourceDocument(models.Model):
    """One document of a source: a record, a file, or the source's own text.

    Where its text comes from is in ``ai_source_reading``.
    """

    _name = "ai.source.document"
    _description = "Document of a source"
    _order = "id"
    _log_access = False

    source_id = fields.Many2one("ai.source", required=True, ondelete="cascade", index=True)
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    attachment_id = fields.Many2one("ir.attachment", "File", ondelete="cascade", index=True)
    name = fields.Char("Document")
    fingerprint = fields.Char(help="What it was like when it was last looked at.")
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("read", "Read"),
            ("recognising", "Text recognition"),
            ("empty", "No text"),
            ("failed", "Failed"),
        ],
        default="waiting",
        required=True,
    )
    problem = fields.Text("Why it has no text")
    tries = fields.Integer()

    _waiting = models.Index("(source_id, id) WHERE state = 'waiting'")

    def _index(self):
        """Make passages of it: committed, whatever becomes of it."""
        self.ensure_one()
        if self.tries >= MOST_TRIES:
            # each of these ended without a word: the document may be what kills the process
            return self._end(
                "failed",
                self.env._(
                    "Reading it was interrupted %s times. It may need more memory than there is.",
                    self.tries,
                ),
            )
        self.tries += 1
        if self.res_id and not self.attachment_id:
            record = self.env[self.res_model].browse(self.res_id).exists()
            self.name = record.with_context(lang=self.source_id.lang).display_name
        self.source_id._commit()
        try:
            parts = self._parts()
            self._keep(parts)
        except NoText as reason:
            return self._end(reason.state, reason.words)
        except (OperationalError, RetryableJobError):
            raise
        except Exception as error:
            # one document is no reason to leave the others out
            self.env.cr.rollback()
            if isinstance(error, MissingError) or not self.exists():
                return None  # deleted meanwhile
            _logger.warning("Document %s of a source cannot be read", self.id, exc_info=True)
            return self._end(
                "failed",
                self.env._("Something unexpected happened: %s", f"{type(error).__name__}: {error}"),
            )
        return self._end("read" if parts else "empty")

    def _end(self, state, problem=False):
        if state != "read":
            self.env["ai.passage"].search([("document_id", "=", self.id)]).unlink()
        if state == "empty" and not problem and self.attachment_id:
            problem = self.env._("There is no text in it.")
        self.write({"state": state, "problem": problem, "tries": 0})
        self.source_id._commit()

    def _keep(self, parts):
        """Replace what has changed of the passages; what has not keeps its embedding.

        :param parts: ``(field names, pages)``
        """
        self.env.cr.execute(
            SQL("SELECT id FROM ai_source_document WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        passages = self.env["ai.passage"]
        there = {}
        for passage in passages.search([("document_id", "=", self.id)]):
            there.setdefault(passage.checksum, []).append(passage)
        new = []
        for sequence, (names, piece) in enumerate(self._pieces(parts)):
            checksum = self._checksum(names, piece)
            if there.get(checksum):
                there[checksum].pop(0).sequence = sequence
                continue
            new.append(
                {
                    "source_id": self.source_id.id,
                    "document_id": self.id,
                    "sequence": sequence,
                    "page": piece.page,
                    "heading": piece.heading,
                    "text": piece.text,
                    "checksum": checksum,
                    "field_names": names,
                }
            )
        passages.browse([gone.id for several in there.values() for gone in several]).unlink()
        passages.create(new)
        passages._index_words(self)

    @api.model
    def _pieces(self, parts):
        """Yield ``(field names, piece)``, of very long documents the first."""
        count = 0
        for names, pages in parts:
            for piece in cut(pages):
                count += 1
                if count > MOST_PASSAGES:
                    return
                yield names, piece

    def _checksum(self, names, piece):
        told = [self.name, names, piece.page, piece.heading, piece.text]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()
