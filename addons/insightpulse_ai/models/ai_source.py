import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..context.secrecy import is_readable, is_secret
from ..providers import InvalidConfiguration
from ..retrieval.languages import SIMPLE, configuration
from .ai_settings import is_local

TYPES = (
    "char", "text", "html", "integer", "float", "monetary", "date", "datetime", "selection",
    "many2one",
)  # fmt: skip
"""Of fields that look the same to everybody who may read them."""
STATES = [
    ("waiting", "Waiting"),
    ("indexing", "Indexing"),
    ("ready", "Ready"),
    ("failed", "Failed"),
]
# what decides what is in it: a change of these is indexed
CONTENT = {
    "active", "kind", "lang", "company_id", "text", "attachment_ids", "model_id", "domain",
    "field_ids",
}  # fmt: skip


class AiSource(models.Model):
    """What answers are found in. Its documents are ``ai.source.document``, their pieces
    ``ai.passage``.

    Which documents there are is in ``ai_source_survey``, the job in ``ai_source_indexing``, who is
    shown which passage in ``ai_source_retrieval``.
    """

    _name = "ai.source"
    _description = "Source of answers"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("text", "Text"), ("attachments", "Files"), ("records", "Records")],
        default="text",
        required=True,
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        default=lambda self: self.env.lang or "en_US",
        required=True,
        help="Of the texts: whose forms of a word are taken for one.",
    )
    configuration = fields.Char(compute="_compute_configuration", store=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    group_ids = fields.Many2many(
        "res.groups",
        string="Who may use it",
        help="Empty: all employees. Of files and records, nobody is shown one that they may not "
        "open themselves.",
    )
    text = fields.Text()
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Files", bypass_search_access=True, copy=False
    )
    model_id = fields.Many2one(
        "ir.model", "Records", domain=[("transient", "=", False)], ondelete="cascade",
        groups="base.group_system",
    )  # fmt: skip
    model = fields.Char(related="model_id.model", groups="base.group_system")
    domain = fields.Char("Which of them", default="[]", required=True, groups="base.group_system")
    field_ids = fields.Many2many(
        "ir.model.fields", string="Their fields", domain="[('model_id', '=', model_id)]",
        groups="base.group_system",
    )  # fmt: skip

    state = fields.Selection(STATES, default="waiting", required=True, readonly=True, copy=False)
    error = fields.Text(readonly=True, copy=False)
    remedy = fields.Text(readonly=True, copy=False)
    attempts = fields.Integer(readonly=True, copy=False, help="Since it last went well.")
    last_indexed = fields.Datetime(readonly=True, copy=False)
    asked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    problem_ids = fields.One2many(
        "ai.source.document",
        "source_id",
        "Documents without text",
        domain=[("problem", "!=", False)],
        readonly=True,
        copy=False,
        groups="base.group_system",
    )

    @api.depends("lang")
    def _compute_configuration(self):
        known = {
            name for (name,) in self.env.execute_query(SQL("SELECT cfgname FROM pg_ts_config"))
        }
        for source in self:
            name = configuration(source.lang or "")
            source.configuration = name if name in known else SIMPLE

    @api.model
    def _embedding_model(self):
        """Return the name of the model for embeddings in force, empty where there is none."""
        try:
            found = self.env["ai.settings"]._configuration()
        except InvalidConfiguration:
            return ""
        return found.embedding_model if found.provider != "none" else ""

    @api.model
    def _embedder(self, stays):
        """Return ``(configuration, model)`` for embedding a question, ``(None, "")`` where only
        words are compared. ``stays``: the question is answered inside of the own network, which it
        does not leave for its embedding either."""
        model = self._embedding_model()
        embeds = self.env["ai.settings"]._configuration() if model else None
        if not model or (stays and not is_local(embeds)):
            return None, ""
        return embeds, model

    # -- what may be in it -------------------------------------------------------------

    @api.constrains("kind", "model_id", "domain", "field_ids", "attachment_ids")
    def _check_content(self):
        for source in self:
            if source.model_id:
                source._check_model()
                source._domain()
            if source.kind == "records":
                if not source.model_id or not source.field_ids:
                    raise ValidationError(
                        self.env._("Choose the records of a source, and which of their fields.")
                    )
                source._check_fields()

    def _check_model(self):
        name = self.model_id.model
        model = self.env.get(name)
        stored = model is not None and model._auto and model._log_access and not model._transient
        if not stored or not is_readable(name):
            raise ValidationError(
                self.env._("Records of %s cannot be a source.", self.model_id.name or name)
            )

    def _check_fields(self):
        model = self.env[self.model_id.model]
        for name in self.field_ids.mapped("name"):
            field = model._fields.get(name)
            if field is None or not self._is_indexable(field):
                raise ValidationError(
                    self.env._(
                        "The field %(field)s cannot be indexed: only texts, numbers, dates, "
                        "choices and links to one record, which are stored, the same for all "
                        "companies, and no secret.",
                        field=name,
                    )
                )

    @api.model
    def _is_indexable(self, field):
        return (
            field.type in TYPES
            and bool(field.store)
            and not field.company_dependent
            and not is_secret(field.name, field.model_name)
        )

    def _domain(self):
        """Return the domain, whose fields exist.

        :raise ValidationError: it is none
        """
        try:
            domain = ast.literal_eval(self.domain or "[]")
            self.env[self.model_id.model].sudo()._search(domain)
        except (ValueError, TypeError, SyntaxError, KeyError, AttributeError, UserError) as error:
            raise ValidationError(
                self.env._(
                    "“%(domain)s” does not say which records: %(error)s",
                    domain=self.domain,
                    error=error,
                )
            ) from None
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        sources = super().create(vals_list)
        sources._own_files()
        sources._queue()
        return sources

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._own_files()
        if CONTENT & vals.keys():
            self.filtered("active")._queue()
        return result

    def _own_files(self):
        """Who may use the source may read its files."""
        for source in self:
            files = source.attachment_ids
            files.check_access("read")
            foreign = files.filtered(lambda file, me=source: (
                file.res_id and (file.res_model, file.res_id) != (me._name, me.id)
            ))  # fmt: skip
            if foreign:
                raise ValidationError(
                    self.env._(
                        "The file %s belongs to another record: choose its records instead.",
                        foreign[0].name,
                    )
                )
            files.filtered(lambda file: not file.res_id).write(
                {"res_model": source._name, "res_id": source.id}
            )

    def action_index(self):
        """Look for what has changed, now."""
        self.check_access("write")
        self.sudo().write({"asked_by_id": self.env.uid, "attempts": 0})
        self._queue()
        return True
