from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..context.secrecy import is_secret

KINDS = [
    ("write", "Change"),
    ("create", "Create"),
    ("message", "Message"),
    ("note", "Note"),
    ("activity", "Activity"),
    ("action", "Action"),
]
STATES = [
    ("pending", "To decide"),
    ("done", "Approved"),
    ("rejected", "Rejected"),
    ("outdated", "Outdated"),
    ("expired", "Expired"),
]
LIFETIME = timedelta(days=1)
REFUSED_TYPES = ("binary", "image", "one2many", "reference", "many2one_reference", "json",
                 "properties", "properties_definition")  # fmt: skip


class AiProposal(models.Model):
    """What a model would like done, and a person decides.

    Nothing here is called by a run: it only adds rows. ``values`` is what :meth:`write` or
    :meth:`create` is given, by the kind; ``before`` what the fields held when it was proposed, and
    of a message, whom it goes to (:meth:`_recipients`).
    """

    _name = "ai.proposal"
    _description = "Proposal of a language model"
    _order = "id desc"
    _rec_name = "title"

    user_id = fields.Many2one("res.users", "Proposed to", required=True, readonly=True, index=True)
    run_id = fields.Many2one("ai.run", "Question", readonly=True, ondelete="set null", index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    reason = fields.Text(readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True, index=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True, index=True)
    values = fields.Json(required=True, readonly=True)
    before = fields.Json("Values before", readonly=True)
    state = fields.Selection(STATES, default="pending", required=True, readonly=True, index=True)
    expires = fields.Datetime(required=True, readonly=True)
    decided_by = fields.Many2one("res.users", readonly=True)
    decided = fields.Datetime(readonly=True)
    diff = fields.Json(compute="_compute_diff")
    diff_html = fields.Html("What it does", compute="_compute_diff", sanitize=False)

    # -- making one --------------------------------------------------------------------

    @api.model
    def _propose_write(self, record, values, reason="", run=None):
        """Propose to change ``record``; ``values`` as :meth:`write` takes them, in JSON.

        :raise AccessError: the user may not change it
        :raise UserError: a field cannot be changed in this way, or nothing would change
        """
        return self._add(self._prepare_write(record, values), reason, run)

    @api.model
    def _prepare_write(self, record, values):
        """As :meth:`_propose_write`, but nothing is written: the row for :meth:`_add`."""
        record.ensure_one()
        record.check_access("write")
        self._check_fields(record, values)
        before = {name: self._raw(record, name) for name in values}
        changed = {name: v for name, v in values.items() if not self._same(before[name], v)}
        if not changed:
            raise UserError(self.env._("%s already has these values.", record.display_name))
        return self._prepare(
            "write", record, self.env._("Change %s", record.display_name), changed,
            before={name: before[name] for name in changed},
        )  # fmt: skip

    @api.model
    def _prepare_create(self, model, values):
        """The row of a proposal of a new record of the empty ``model``.

        :raise AccessError: the user may not create any
        """
        model.check_access("create")
        self._check_fields(model, values)
        title = self.env._("Create: %s", self.env["ir.model"]._get(model._name).name)
        return self._prepare("create", model, title, values)

    @api.model
    def _prepare_message(self, kind, record, text):
        """The row of a proposal to write on ``record``; ``kind``: ``message`` or ``note``."""
        title = self.env._("Write on %s", record.display_name)
        before = {"followers": self._recipients(record)} if kind == "message" else {}
        return self._prepare(kind, record, title, {"body": text}, before)

    @api.model
    def _recipients(self, record):
        """Return the ids of the partners that a message on ``record`` goes to: its followers, but
        those who do not want messages; with the user, who gets none of their own."""
        told = record._notify_get_recipients(
            self.env["mail.message"],
            {
                "author_id": self.env.user.partner_id.id,
                "message_type": "notification",
                "partner_ids": [],
                "subtype_id": self.env.ref("mail.mt_comment").id,
            },
            notify_author=True,
        )
        return sorted(one["id"] for one in told)

    @api.model
    def _prepare(self, kind, record, title, values, before=None):
        return {
            "kind": kind,
            "title": title,
            "res_model": record._name,
            "res_id": record.id or 0,
            "values": values,
            "before": before or {},
        }

    @api.model
    def _add(self, row, reason="", run=None):
        # sudo: rows are written by this code alone; the user's rights were looked at for the row
        proposal = self.sudo().create(
            {
                **row,
                "user_id": self.env.uid,
                "run_id": run.id if run else False,
                "reason": reason,
                "expires": fields.Datetime.now() + LIFETIME,
            }
        )
        return proposal.sudo(False)

    @api.model
    def _check_fields(self, model, values):
        """Refuse fields that hold secrets or files, or that the user cannot write."""
        known = model.fields_get(attributes=["type", "readonly"])
        for name in values:
            field = known.get(name)
            if field is None or is_secret(name, model._name) or field["type"] in REFUSED_TYPES:
                raise UserError(self.env._("The field %s cannot be changed by a proposal.", name))
            if field["readonly"] or model._fields[name].related:
                raise UserError(self.env._("The field %s cannot be changed by itself.", name))

    @api.model
    def _raw(self, record, name):
        """Return the field's value as JSON, in the form that :meth:`_comparable` compares."""
        value = record[name]
        match record._fields[name].type:
            case "many2one":
                return value.id or False
            case "many2many":
                return sorted(value.ids)
            case "date":
                return fields.Date.to_string(value) or False
            case "datetime":
                return fields.Datetime.to_string(value) or False
            case "char" | "text" | "html" | "selection":
                return str(value) if value else False
        return value

    @api.model
    def _same(self, before, value):
        return self._comparable(before) == self._comparable(value)

    @api.model
    def _comparable(self, value):
        if isinstance(value, (list, tuple)):
            # [[6, 0, ids]], or ids
            ids = value[0][2] if value and isinstance(value[0], (list, tuple)) else value
            return sorted(ids)
        if isinstance(value, float):
            return round(value, 6)
        return value if value not in (None, "", 0) else False

    # -- showing it --------------------------------------------------------------------

    def _record(self):
        """Return the record, or the empty model for one that is to be created."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None:
            raise UserError(self.env._("The module of %s was uninstalled.", self.res_model))
        return model.browse(self.res_id) if self.res_id else model

    @api.depends("values", "before")
    def _compute_diff(self):
        for proposal in self:
            proposal.diff = proposal._rows()
            proposal.diff_html = self.env["ir.qweb"]._render(
                "insightpulse_ai.proposal_diff", {"rows": proposal.diff, "kind": proposal.kind}
            )

    def _rows(self):
        """Return ``[{label, before, after}]``, as the user may see it, in the order of the model's
        fields: PostgreSQL keeps none in JSON."""
        self.ensure_one()
        if self.kind in ("message", "note", "activity", "action"):
            return [{"label": row[0], "before": "", "after": row[1]} for row in self._other_rows()]
        try:
            model = self._record()
        except UserError as error:
            return [{"label": self.res_model, "before": "", "after": str(error)}]
        labels = model.fields_get(list(self.values), attributes=["string"])
        names = sorted(self.values, key=[*model._fields, *self.values].index)
        before = self.before or {}
        return [
            {
                "label": labels.get(name, {}).get("string", name),
                "before": self._shown(
                    model, name, before.get(name), self._currency(model, name, before)
                ),
                "after": self._shown(
                    model, name, self.values[name], self._currency(model, name, self.values)
                ),
            }
            for name in names
        ]

    def _other_rows(self):
        match self.kind:
            case "activity":
                yield self.env._("To do"), self.values["summary"]
                yield (
                    self.env._("Due"),
                    format_date(self.env, self.values["date_deadline"]),
                )
            case "action":
                yield self.env._("Action"), self.title
                # PostgreSQL keeps no order in JSON
                for name, value in sorted((self.values.get("arguments") or {}).items()):
                    yield name, str(value)
            case "message":
                yield self.env._("To"), self._shown_recipients()
                yield self.env._("Text"), self.values["body"]
            case _:
                yield self.env._("Text"), self.values["body"]

    def _shown_recipients(self):
        """Return the names of those who get the message, as far as the user may see them."""
        known = self.env["res.partner"].browse((self.before or {}).get("followers") or ()).exists()
        partners = known - self.env.user.partner_id
        readable = partners._filtered_access("read")
        # sudo: whether somebody works here is to be known, whoever it is
        outside = partners.sudo().filtered("partner_share")
        names = [
            self.env._("%s (outside)", name) if partner in outside.sudo(False) else name
            for partner in partners
            for name in [partner.display_name if partner in readable else "…"]
        ]
        return ", ".join(names) or self.env._("nobody follows it: it is written there only")

    def _currency(self, model, name, values):
        """Return the currency that the amount in the field ``name`` has with ``values``."""
        field = model._fields.get(name)
        if field is None or field.type != "monetary":
            return None
        currency = field.get_currency_field(model)
        if currency in values:
            return self.env["res.currency"].browse(values[currency] or ())
        return model.exists()._filtered_access("read")[currency]

    @api.model
    def _shown(self, model, name, raw, currency=None):
        if raw is None or raw is False or raw == []:
            return self.env._("no") if name in model._fields and (
                model._fields[name].type == "boolean"
            ) else ""  # fmt: skip
        field = model._fields.get(name)
        if field is None:
            return str(raw)
        match field.type:
            case "many2one":
                return self._names(field.comodel_name, [raw])
            case "many2many":
                return self._names(field.comodel_name, self._comparable(raw))
        return self.env["ai.fillable"]._shown(model, name, raw, currency)

    @api.model
    def _names(self, model, ids):
        found = self.env[model].browse(ids).exists()
        readable = found._filtered_access("read")
        names = [record.display_name for record in readable]
        return ", ".join([*names, *["…"] * (len(ids) - len(names))])

    def _described(self):
        """Return the proposal as the browser sees it."""
        self.ensure_one()
        is_late = self.state == "pending" and self.expires < fields.Datetime.now()
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "reason": self.reason or "",
            "model": self.res_model,
            "res_id": self.res_id or False,
            "rows": self._rows(),
            "state": "expired" if is_late else self.state,
        }
