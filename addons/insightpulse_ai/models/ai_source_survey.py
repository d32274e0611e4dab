import hashlib
import json

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

VERSION = 1
"""Of how documents are read and cut: with another one, all are read again."""
MOST_DOCUMENTS = 20_000


class AiSource(models.Model):
    """Which documents a source has, and what they are like: found without reading any."""

    _inherit = "ai.source"

    def _survey(self):
        """Bring the documents of the source up to date: those that are new or have changed wait to
        be read, those that are gone are gone; commit.

        :raise UserError: what the source says cannot be found
        """
        self.ensure_one()
        wanted = self._wanted()
        self.env["ai.source.document"].flush_model()
        gone, changed = [], []
        for document_id, *key, fingerprint in self.env.execute_query(
            SQL(
                "SELECT id, COALESCE(res_model, ''), COALESCE(res_id, 0), "
                "COALESCE(attachment_id, 0), fingerprint "
                "FROM ai_source_document WHERE source_id = %s",
                self.id,
            )
        ):
            found = wanted.pop(tuple(key), None)
            if found is None:
                gone.append(document_id)
            elif found[1] != fingerprint:
                changed.append((document_id, *found))
        self._forget(gone)
        self._read_again(changed)
        self._add(wanted)
        self._look_at_recognised()
        self._commit()

    def _forget(self, ids):
        # the passages go with them
        self.env.cr.execute(SQL("DELETE FROM ai_source_document WHERE id = ANY(%s)", ids))

    def _read_again(self, changed):
        ids, names, fingerprints = ([one[place] for one in changed] for place in range(3))
        self.env.cr.execute(
            SQL(
                """
                UPDATE ai_source_document document
                   SET name = COALESCE(new.name, document.name), fingerprint = new.fingerprint,
                       state = 'waiting', tries = 0
                  FROM unnest(%s::integer[], %s::text[], %s::text[]) AS new(id, name, fingerprint)
                 WHERE document.id = new.id
                """,
                ids,
                names,
                fingerprints,
            )
        )

    def _add(self, wanted):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ai_source_document
                       (source_id, state, tries, res_model, res_id, attachment_id, name,
                        fingerprint)
                SELECT %s, 'waiting', 0, NULLIF(model, ''), NULLIF(res_id, 0), NULLIF(file, 0),
                       name, fingerprint
                  FROM unnest(%s::text[], %s::integer[], %s::integer[], %s::text[], %s::text[])
                       AS new(model, res_id, file, name, fingerprint)
                """,
                self.id,
                [model for model, _res_id, _file in wanted],
                [res_id for _model, res_id, _file in wanted],
                [file for _model, _res_id, file in wanted],
                [name for name, _fingerprint in wanted.values()],
                [fingerprint for _name, fingerprint in wanted.values()],
            )
        )

    def _look_at_recognised(self):
        """Documents whose text recognition has ended, however, are read again."""
        domain = [("source_id", "=", self.id), ("state", "=", "recognising")]
        waiting = self.env["ai.source.document"].search(domain)
        readings = self.env.get("ocr.document")
        if readings is not None:
            under_way = readings.search(
                [
                    ("attachment_id", "in", waiting.attachment_id.ids),
                    ("state", "in", ("waiting", "reading")),
                ]
            ).attachment_id
            waiting = waiting.filtered(lambda document: document.attachment_id not in under_way)
        waiting.write({"state": "waiting"})

    # -- what there should be ----------------------------------------------------------

    def _wanted(self):
        """Return ``{(model, id, attachment id): (name, fingerprint)}``; the names of records are
        found when they are read."""
        match self.kind:
            case "text":
                found = {("", 0, 0): (self.name, self.text or "")}
            case "records":
                found = self._wanted_records()
            case "attachments":
                found = self._wanted_files()
        recipe = [VERSION, self.kind, self.lang, self.configuration, *self._recipe()]
        return {
            key: (name, hashlib.sha256(json.dumps([*recipe, name, seen]).encode()).hexdigest())
            for key, (name, seen) in found.items()
        }

    def _recipe(self):
        """What a record's text depends on beside the record: its fields, and who may read them."""
        if self.kind != "records":
            return []
        known = self.env[self.model]._fields
        names = self.field_ids.sorted("id").mapped("name")
        return [[name, known[name].groups if name in known else None] for name in names]

    def _wanted_records(self):
        query = self._matching()
        columns = [SQL.identifier(query.table, name) for name in ("id", "write_date")]
        return {
            (self.model, res_id, 0): (None, str(written))
            for res_id, written in self._rows(query, columns)
        }

    def _wanted_files(self):
        domain = Domain("id", "in", self.attachment_ids.ids)
        if self.model_id:
            domain |= (
                Domain("res_model", "=", self.model)
                & Domain("res_id", "in", self._matching())
                & Domain("res_field", "=", False)
            )
        query = self.env["ir.attachment"]._search(
            domain & Domain("type", "=", "binary") & Domain("res_id", "!=", False)
        )
        columns = [
            SQL.identifier(query.table, name)
            for name in ("res_model", "res_id", "id", "name", "checksum")
        ]
        return {
            tuple(key): (name, checksum or "")
            for *key, name, checksum in self._rows(query, columns)
        }

    def _matching(self):
        """Return a query for the records that match; of the source's company, if it has one."""
        model = self.env[self.model]
        domain = Domain(self._domain())
        if self.company_id and "company_id" in model._fields:
            domain &= Domain("company_id", "in", [False, self.company_id.id])
        return model._search(domain)

    def _rows(self, query, columns):
        rows = self.env.execute_query(query.select(*columns))
        if len(rows) > MOST_DOCUMENTS:
            raise UserError(
                self.env._(
                    "There are %(count)s documents; a source has %(most)s at most. Narrow down "
                    "which records it has, or make several sources.",
                    count=len(rows),
                    most=MOST_DOCUMENTS,
                )
            )
        return rows
