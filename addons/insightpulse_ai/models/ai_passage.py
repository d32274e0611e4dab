from contextlib import suppress

from odoo import api, fields, models
from odoo.tools import SQL, mute_logger, ormcache, sql
from psycopg2 import Error

VECTOR = "vector"
ARRAY = "_float4"


class AiPassage(models.Model):
    """A piece of a document, as it is searched and cited.

    Two columns are PostgreSQL's own, unknown to the ORM: ``search``, a ``tsvector``, and
    ``embedding``, of length 1: a ``vector`` where the extension pgvector is, else a ``real[]``.
    Which model it is of, and so of how many dimensions, may differ from row to row.

    Nobody reads the rows but by ``ai.source._retrieve``.
    """

    _name = "ai.passage"
    _description = "Passage of a source"
    _order = "document_id, sequence, id"
    _log_access = False

    source_id = fields.Many2one("ai.source", required=True, ondelete="cascade", index=True)
    document_id = fields.Many2one(
        "ai.source.document", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer()
    page = fields.Integer()
    heading = fields.Char()
    text = fields.Text(required=True)
    checksum = fields.Char(required=True)
    field_names = fields.Char(help="The fields that it was made of: who may read it, reads these.")
    embedding_model = fields.Char(help="Whose embedding it has, or could not be given one by.")
    dimensions = fields.Integer(help="Of the embedding; 0 where there is none.")

    def init(self):
        columns = sql.table_columns(self.env.cr, self._table)
        if "search" not in columns:
            self.env.cr.execute(SQL("ALTER TABLE ai_passage ADD COLUMN search tsvector"))
            self.env.cr.execute(
                SQL("CREATE INDEX ai_passage_search_index ON ai_passage USING gin (search)")
            )
        there = columns.get("embedding", {}).get("udt_name")
        wanted = VECTOR if self._make_extension() else ARRAY
        if there is None:
            kind = SQL("vector") if wanted == VECTOR else SQL("real[]")
            self.env.cr.execute(SQL("ALTER TABLE ai_passage ADD COLUMN embedding %s", kind))
        elif (there, wanted) == (ARRAY, VECTOR):  # the extension has come since
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE ai_passage ALTER COLUMN embedding TYPE vector "
                    "USING embedding::vector"
                )
            )

    @api.model
    def _make_extension(self):
        """Return whether pgvector's type can be used, having tried to create the extension."""
        found = self.env.execute_query(
            SQL("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
        )
        if not found:
            return False
        # what is not this role's to create may be there already
        with (
            suppress(Error),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(SQL("CREATE EXTENSION IF NOT EXISTS vector"))
        return self.env.execute_query(SQL("SELECT to_regtype('vector') IS NOT NULL"))[0][0]

    @api.model
    @ormcache()
    def _has_vectors(self):
        """Whether embeddings are pgvector's, and not arrays."""
        columns = sql.table_columns(self.env.cr, self._table)
        return columns["embedding"]["udt_name"] == VECTOR

    # -- what is written ---------------------------------------------------------------

    @api.model
    def _index_words(self, document):
        """Have the passages of ``document`` found by their words, and by those of their titles."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE ai_passage
                   SET search = to_tsvector(%(language)s::regconfig,
                                            concat_ws(E'\\n', %(name)s, heading, text))
                 WHERE document_id = %(document)s
                """,
                language=document.source_id.configuration,
                name=document.name or "",
                document=document.id,
            )
        )

    @api.model
    def _store_embedding(self, passage_id, model, vector):
        """Keep ``vector``, of length 1; ``None`` where ``model`` could give none."""
        self.env.cr.execute(
            SQL(
                "UPDATE ai_passage SET embedding_model = %s, embedding = %s, dimensions = %s "
                "WHERE id = %s",
                model,
                self._vector(vector) if vector else SQL("NULL"),
                len(vector or ()),
                passage_id,
            )
        )

    # -- what is found -----------------------------------------------------------------

    @api.model
    def _by_words(self, question, allowed, limit):
        """Return ids, the best first: those that hold any of the words of ``question``."""
        # all of the words would be too much to ask of one passage: & becomes |
        return self._found(
            SQL(
                """
                SELECT passage.id
                  FROM ai_source source
            CROSS JOIN LATERAL (
                       SELECT replace(plainto_tsquery(source.configuration::regconfig,
                                                      %(question)s)::text, '&', '|')::tsquery
                           AS words) query
                  JOIN ai_passage passage ON passage.source_id = source.id
                                         AND passage.search @@ query.words
                 WHERE %(allowed)s
                 ORDER BY ts_rank(passage.search, query.words) DESC, passage.id
                 LIMIT %(limit)s
                """,
                question=question,
                allowed=allowed,
                limit=limit,
            )
        )

    @api.model
    def _by_vector(self, vector, model, allowed, limit):
        """Return ids, the nearest first, of those that have an embedding by ``model``."""
        if self._has_vectors():
            distance = SQL("passage.embedding <=> %s", self._vector(vector))
        else:
            distance = SQL(
                "-(SELECT sum(one * other) FROM unnest(passage.embedding, %s) AS pair(one, other))",
                self._vector(vector),
            )
        return self._found(
            SQL(
                """
                SELECT passage.id
                  FROM ai_passage passage
                 WHERE passage.embedding_model = %(model)s
                   AND passage.dimensions = %(dimensions)s
                   AND %(allowed)s
                 ORDER BY %(distance)s, passage.id
                 LIMIT %(limit)s
                """,
                model=model,
                dimensions=len(vector),
                allowed=allowed,
                distance=distance,
                limit=limit,
            )
        )

    @api.model
    def _vector(self, vector):
        numbers = [float(number) for number in vector]
        if self._has_vectors():
            return SQL("%s::vector", str(numbers))
        return SQL("%s::real[]", numbers)

    def _found(self, query):
        return [row[0] for row in self.env.execute_query(query)]
