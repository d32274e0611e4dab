import logging
import time

from odoo import api, fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import ENQUEUED, PENDING, STARTED
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..providers import Deadline, InvalidConfiguration, make
from ..providers.errors import NotConfigured, ProviderError, RefusedRequest
from ..retrieval import embedding
from ..runs.turns import PATIENCE

_logger = logging.getLogger(__name__)
SECONDS = 30
"""How long one job works; the next one goes on. Others in the queue have their turn between."""
EMBEDDED_AT_ONCE = 16
EMBEDDING_SECONDS = 120
FIRST_DELAY, LONGEST_DELAY = 30, 900
TELL_SECONDS = 2


class AiSource(models.Model):
    """The job that indexes a source.

    Each step is committed: survey, one document, one batch of embeddings. So a job that is killed
    loses one step, and the next one goes on from there. Full-text search has a document as soon as
    it is read, embeddings come after.
    """

    _inherit = "ai.source"

    def _queue(self, seconds=0):
        for source in self:
            source.with_delay(
                identity_key=f"ai.source:{source.id}",
                eta=seconds,
                description=self.env._("Index “%s”", source.name),
                # a job that gave up for reasons of its own would leave the source waiting
                max_retries=0,
            )._index()
            if source.state in ("ready", "failed"):
                source.sudo()._change(state="waiting")

    @api.model
    def _queue_all(self):
        """Look for changes in all sources: called by the clock."""
        busy = self._at_work()
        self.search([("active", "=", True)]).filtered(lambda source: source.id not in busy)._queue()

    @api.model
    def _at_work(self):
        """Return the ids of the sources for which there is a job."""
        keys = (
            self.env["queue.job"]
            .sudo()
            .search(
                [
                    ("identity_key", "=like", "ai.source:%"),
                    ("state", "in", (PENDING, ENQUEUED, STARTED)),
                ]
            )
            .mapped("identity_key")
        )
        return {int(key.split(":")[1]) for key in keys}

    def _index(self):
        """Index what has changed: the queue job, which commits (``allow_commit``).

        :raise RetryableJobError: when there will be another attempt
        """
        source = self.sudo().exists()
        if not source.active:
            return self.env._("Nothing to index any more.")
        end = time.monotonic() + SECONDS
        try:
            source._change(state="indexing")
            source._survey()
            more = source._read_documents(end) or source._embed(end)
        except ProviderError as error:
            return source._cannot_embed(error)
        except UserError as error:
            self.env.cr.rollback()
            if not source.exists():
                return self.env._("Nothing to index any more.")
            source._change(
                state="failed", error=str(error), remedy=self.env._("Correct the source.")
            )
            source._commit()
            return str(error)
        if more:
            source._queue()
            return self.env._("To be continued.")
        source._change(
            state="ready", error=False, remedy=False, attempts=0, last_indexed=fields.Datetime.now()
        )
        source._commit()
        return self.env._("Indexed.")

    def _commit(self):
        """End a step: what it did stays, whatever becomes of the job (``allow_commit``)."""
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()  # a source may be large, and the cache has no end

    # -- documents ---------------------------------------------------------------------

    def _read_documents(self, end):
        """Read those that wait, until ``end``; return whether there are more."""
        documents = self.env["ai.source.document"]
        told = time.monotonic()
        while document := documents.search(
            [("source_id", "=", self.id), ("state", "=", "waiting")], limit=1
        ):
            if time.monotonic() > end:
                return True
            document._index()
            if time.monotonic() - told > TELL_SECONDS:
                self._tell()
                told = time.monotonic()
        return False

    # -- embeddings --------------------------------------------------------------------

    def _embed(self, end):
        """Give embeddings to passages that have none of the model in force, until ``end``; return
        whether there are more.

        :raise ProviderError: when the model's server does not give them
        """
        if not self._embedding_model():
            return False
        try:
            configuration = self.env["ai.settings"]._configuration()
            provider = make(configuration)
        except InvalidConfiguration as error:
            raise NotConfigured("\n".join(error.faults)) from None
        model = configuration.embedding_model
        while rows := self._without_embedding(model):
            if time.monotonic() > end:
                return True
            # no transaction stays open while the model works
            self._commit()
            texts = [embedding.of_passage(model, *told) for _id, *told in rows]
            with self.env["ai.run"]._after_people(provider.endpoint, PATIENCE):
                vectors = _embedded(provider, model, texts)
            for (passage_id, *_told), vector in zip(rows, vectors, strict=True):
                self.env["ai.passage"]._store_embedding(passage_id, model, vector)
            self._tell()
            self._commit()
        return False

    def _without_embedding(self, model):
        self.env["ai.passage"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT passage.id, COALESCE(document.name, ''), COALESCE(passage.heading, ''),
                       passage.text
                  FROM ai_passage passage
                  JOIN ai_source_document document ON document.id = passage.document_id
                 WHERE passage.source_id = %s AND passage.embedding_model IS DISTINCT FROM %s
                 ORDER BY passage.id
                 LIMIT %s
                """,
                self.id,
                model,
                EMBEDDED_AT_ONCE,
            )
        )

    # -- what may happen ---------------------------------------------------------------

    def _cannot_embed(self, error):
        """Say why, and try again if it may pass; the source is searched by its words meanwhile.

        :raise RetryableJobError: when it may pass
        """
        self.env.cr.rollback()
        told = {"error": error.message, "remedy": error.remedy, "attempts": self.attempts + 1}
        if not error.passing and not error.kind.startswith("timeout"):
            self._change(state="failed", **told)
            self._commit()
            return str(error)
        seconds = min(FIRST_DELAY * 2 ** min(self.attempts, 10), LONGEST_DELAY)
        self._change(state="waiting", **told)
        self._commit()
        raise RetryableJobError(str(error), seconds=seconds)

    def _index_broken_off(self, exc_name="", exc_message="", **_failure):
        """Called by the queue when the job ended in an error that it does not expect."""
        _logger.warning("Source %s could not be indexed: %s %s", self.id, exc_name, exc_message)
        self.sudo().exists()._change(
            state="failed",
            error=self.env._("Something unexpected happened: %s", exc_message or exc_name),
            remedy=self.env._(
                "It is tried again within a quarter of an hour. If it happens again, look into "
                "Odoo's log."
            ),
        )

    # -- state -------------------------------------------------------------------------

    def _change(self, **values):
        self.write(values)
        self._tell()

    def _tell(self):
        """Let the forms know that there is news, once it is committed."""
        for source in self:
            source.asked_by_id._bus_send("ai.source/update", {"id": source.id})


def _embedded(provider, model, texts):
    """Return a vector of length 1 for each of ``texts``; ``None`` for one that is refused."""
    try:
        found = provider.embed(model, texts, deadline=Deadline(total=EMBEDDING_SECONDS))
    except RefusedRequest:
        if len(texts) == 1:
            return [None]
        half = len(texts) // 2
        return [
            *_embedded(provider, model, texts[:half]),
            *_embedded(provider, model, texts[half:]),
        ]
    return [embedding.normalised(vector) for vector in found]
