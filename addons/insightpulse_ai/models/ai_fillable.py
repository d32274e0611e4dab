from datetime import datetime, timezone

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import html2plaintext
from odoo.tools.misc import format_amount, format_date, format_datetime, formatLang

from ..context.secrecy import is_changeable, is_secret
from ..filling.field import TYPES, Field
from .ai_context import NOT_TOLD, PLUMBING
from .words_as_html import words_as_html

FEW = 40
"""Up to so many records are told by their names; of more, one is looked up by its name."""
# models that decide something are left alone, but for what is harmless of them
HARMLESS = {"ir.attachment": ("name", "description")}


class AiFillable(models.AbstractModel):
    _name = "ai.fillable"
    _description = "Fields that a language model may fill"

    @api.model
    def _fault(self, model_name, name):
        """Return why the field may not be filled, in words; empty where it may."""
        model = self.env.get(model_name)
        field = model is not None and model._fields.get(name)
        if not field:
            return self.env._(
                "There is no field %(name)s in %(model)s.", name=name, model=model_name
            )
        if not is_changeable(model_name) and name not in HARMLESS.get(model_name, ()):
            return self.env._(
                "%(model)s decides what people or the server may do: nothing of it is filled.",
                model=model._description,
            )
        if name in NOT_TOLD or name.startswith(PLUMBING) or is_secret(name, model_name):
            return self.env._("%s is kept by Odoo itself, or secret: it is never filled.", name)
        if field.type not in TYPES:
            return self.env._(
                "%(name)s is of type %(type)s, which cannot be filled.", name=name, type=field.type
            )
        if field.readonly or field.related or not field.store:
            return self.env._("%s is read-only, or computed: it cannot be filled.", name)
        if field.relational and not is_changeable(field.comodel_name) and not _is_person(field):
            return self.env._(
                "%(name)s leads to %(model)s, of which none is chosen by a language model.",
                name=name,
                model=field.comodel_name,
            )
        return ""

    @api.model
    def _described(self, model, spec):
        """Return the :class:`Field` of each of ``spec`` that the user may see and choose for.

        :param spec: ``{"name", "hint", "domain"}`` each; the domain is of the relation's records
        """
        told = model.fields_get(
            [wanted["name"] for wanted in spec], ["string", "type", "selection", "help", "size"]
        )
        return [
            self._one(model, wanted, told[wanted["name"]])
            for wanted in spec
            if wanted["name"] in told
        ]

    @api.model
    def _one(self, model, wanted, told):
        name = wanted["name"]
        relation = told["type"] in ("many2one", "many2many")
        return Field(
            name=name,
            label=told["string"],
            type=told["type"],
            hint=wanted.get("hint") or "",
            selection=tuple(told.get("selection") or ()),
            model=model._fields[name].comodel_name if relation else "",
            records=self._few(model, wanted) if relation else None,
            required=bool(wanted.get("required")),
            size=told.get("size") or 0,
        )

    @api.model
    def _few(self, model, wanted):
        found = self._choices(model, wanted).name_search(
            "", self._domain(model, wanted), limit=FEW + 1
        )
        return None if len(found) > FEW else tuple(found)

    @api.model
    def _choices(self, model, wanted):
        return self.env[model._fields[wanted["name"]].comodel_name]

    @api.model
    def _domain(self, model, wanted):
        """Return which records the relation may lead to: of the field, and of the action."""
        own = model._fields[wanted["name"]].get_comodel_domain(model)
        return Domain(own) & Domain(wanted.get("domain") or [])

    # -- values -------------------------------------------------------------------------

    @api.model
    def _value(self, record, name):
        """Return a field's value as JSON has it."""
        value = record[name]
        match record._fields[name].type:
            case "many2one":
                return value.id
            case "many2many":
                return sorted(value.ids)
            case "date":
                return fields.Date.to_string(value)
            case "datetime":
                return fields.Datetime.to_string(value)
            case "html":
                return str(value or "")
        return value or False

    @api.model
    def _is_free(self, record, name, defaults):
        """Whether nobody has chosen the value: it is empty, or what a new record has."""
        value = self._value(record, name)
        field = record._fields[name]
        if field.type == "html":
            return not html2plaintext(value).strip()
        return not value or (field.type == "selection" and value == defaults.get(name))

    @api.model
    def _is_kept(self, record, name):
        """Whether the value that somebody has chosen stays, also where all is overwritten."""
        return False

    @api.model
    def _is_reviewed(self, record, name):
        """Whether a person decides about the field, also where all is written at once."""
        return False

    @api.model
    def _writable(self, record, name, value):
        """Return what a model proposed as :meth:`write` takes it, in JSON."""
        match record._fields[name].type:
            case "many2many":
                return [list(Command.set(value))]
            case "html":
                return str(words_as_html(value))
            case "datetime":
                return self._in_utc(value)
        return value

    @api.model
    def _in_utc(self, text):
        """Return a moment of the user's clock as Odoo keeps it.

        A zone that ``text`` names is left out: models write one out of habit, beside the time that
        they were told. Of an hour that there is twice, when the clocks go back, it is the second.

        :param text: ISO 8601
        :raise ValueError: it is no moment
        """
        local = datetime.fromisoformat(text.strip().removesuffix("Z")).replace(tzinfo=None)
        try:
            moment = self.env.tz.localize(local).astimezone(timezone.utc)
        except OverflowError as error:
            raise ValueError(f"{text} is beyond the calendar") from error
        # fields.Datetime.to_string() writes the year 1 with one digit, which nothing reads
        return moment.replace(tzinfo=None).isoformat(" ", "seconds")

    @api.model
    def _shown(self, record, name, value, currency=None):
        """Return a value, as JSON has it, for people.

        :param currency: of an amount, where it is not that of ``record``; may be empty
        """
        field = record._fields[name]
        if not value and field.type not in ("integer", "float", "monetary", "boolean"):
            return ""
        match field.type:
            case "many2one" | "many2many":
                ids = value if isinstance(value, list) else [value]
                return ", ".join(self._names(self.env[field.comodel_name], ids))
            case "selection":
                return dict(field._description_selection(self.env)).get(value, str(value))
            case "boolean":
                return self.env._("yes") if value else self.env._("no")
            case "date":
                return format_date(self.env, value)
            case "datetime":
                return format_datetime(self.env, value)
            case "html":
                return html2plaintext(value)
            case "monetary":
                if currency is None:
                    currency = record[field.get_currency_field(record)]
                return format_amount(self.env, value, currency) if currency else (
                    self._decimal(value)
                )  # fmt: skip
            case "float":
                digits = field.get_digits(self.env)
                return self._decimal(value, digits and digits[1])
        return str(value or 0) if field.type == "integer" else str(value)

    @api.model
    def _decimal(self, value, digits=None):
        """Return a number as the user's language writes it; without ``digits``, with as many
        decimals as it has, up to six."""
        value = value or 0.0
        if digits is None:
            digits = len(f"{value:.6f}".rstrip("0").partition(".")[2])
        return formatLang(self.env, value, digits=digits)

    @api.model
    def _names(self, model, ids):
        try:
            return model.browse(ids).exists().mapped("display_name")
        except AccessError:
            return [self.env._("(not visible)")]


def _is_person(field):
    """To choose who is responsible changes nobody's rights."""
    return field.comodel_name == "res.users" and field.type == "many2one"


class Directory:
    """Where the names that a model gives for a relation are looked up: as the user, among the
    records that it may lead to."""

    def __init__(self, fillable, model, wanted):
        self._records = fillable._choices(model, wanted)
        self._domain = fillable._domain(model, wanted)

    def name_search(self, _model, text):
        return self._records.name_search(text, self._domain, limit=20)
