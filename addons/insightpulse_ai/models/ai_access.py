import re
from datetime import date, timedelta

from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ..agents import Record, ToolError, ToolQuestion, dates
from ..agents.coerce import coerce
from ..agents.folding import folded, nearest
from ..context.secrecy import is_changeable, is_readable
from .ai_context import is_told
from .ai_proposal import REFUSED_TYPES
from .words_as_html import words_as_html

OPERATORS = {
    "=": "=", "is not": "!=", ">": ">", ">=": ">=", "<": "<", "<=": "<=", "contains": "ilike",
}  # fmt: skip
CANDIDATES = 8
_SCHEMAS = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "monetary": {"type": "number"},
    "date": {"type": "string", "format": "date"},
}
_INFO = ["string", "type", "store", "selection", "relation", "readonly", "searchable", "sortable",
         "groupable", "currency_field"]  # fmt: skip


_NUMBER = re.compile(r"(?:^|#)(\d{1,9})$")  # 12, Azure Interior #12


class AiAccess(models.AbstractModel):
    """What a model says → records, fields and values within an agent's lists and the user's rights.

    Everything here is done as the user. Whatever is not in the lists does not exist for a model.
    Faults are :class:`ToolError`: sentences that it may act on.
    """

    _name = "ai.access"
    _description = "What an agent may look at and propose to change"

    # -- kinds -------------------------------------------------------------------------

    @api.model
    def _lines(self, agent):
        """Return the agent's kinds of records that the user may read."""
        # sudo: the lists are the administrators'
        return agent.sudo().model_ids.filtered(
            lambda line: (
                line.model in self.env
                and is_readable(line.model)
                and self.env[line.model].has_access("read")
            )
        )

    @api.model
    def _line(self, agent, kind):
        lines = self._lines(agent)
        for line in lines:
            if folded(kind) in (folded(line.name), folded(line.model)):
                return line
        names = ", ".join(lines.mapped("name")) or "none"
        raise ToolError(f'There are no records called "{kind[:80]}". There are: {names}.')

    @api.model
    def _line_of(self, agent, record):
        """Return the kind that ``record`` is of, or none."""
        for line in self._lines(agent).filtered(lambda one: one.model == record._name):
            if record.filtered_domain(line._domain()):
                return line
        return self.env["ai.agent.model"]

    # -- fields ------------------------------------------------------------------------

    @api.model
    def _readable(self, line):
        """Return ``{field: what fields_get tells}``."""
        told = self.env[line.model].fields_get(attributes=_INFO)
        names = line._names(line.readable)
        return {
            name: field
            for name, field in told.items()
            if is_told(line.model, name, field) and (not names or name in names)
        }

    @api.model
    def _changeable(self, line):
        if not is_changeable(line.model):
            return {}
        names = line._names(line.changeable)
        told = self.env[line.model].fields_get(names, attributes=_INFO)
        return {
            name: told[name]
            for name in names
            if name in told
            and not told[name]["readonly"]
            and told[name]["type"] not in REFUSED_TYPES
        }

    @api.model
    def _field(self, known, given):
        """Return the name of the field that a model calls ``given``, by name or label."""
        wanted = folded(given)
        for name, field in known.items():
            if wanted in (folded(name), folded(field["string"]), folded(name.removesuffix("_id"))):
                return name
        labels = [field["string"] for field in known.values()]
        near = nearest(given[:80], labels, 5) or labels[:15]
        raise ToolError(f'There is no field "{given[:80]}". There are: {", ".join(near)}.')

    # -- records -----------------------------------------------------------------------

    @api.model
    def _domain(self, line, words="", conditions=None):
        """Return the domain of what is looked for, and the fields of its conditions."""
        domain, known, used = line._domain(), self._readable(line), []
        if words.strip():
            domain &= Domain("display_name", "ilike", words.strip())
        searchable = {name: field for name, field in known.items() if field["searchable"]}
        for condition in conditions or ():
            name = self._field(searchable, condition["field"])
            domain &= self._condition(name, searchable[name], condition)
            used.append(name)
        return domain, used

    @api.model
    def _condition(self, name, field, condition):
        operator, value = OPERATORS[condition["operator"]], condition["value"]
        if folded(value) in ("", "empty", "none", "notset", "null", "false") and (
            field["type"] != "boolean" and operator in ("=", "!=")
        ):
            return Domain(name, operator, False)
        match field["type"]:
            case "many2one" | "many2many" | "one2many":
                return self._leads_to(name, field, operator, value)
            case "char" | "text" | "html" | "reference":
                if whole := {"=": "=ilike", "!=": "not =ilike"}.get(operator):
                    return Domain(name, whole, escape_psql(value))
                return Domain(name, operator, value)
            case "datetime" if day := self._day(value):
                return self._within(name, field, operator, day)
        if operator == "ilike":
            operator = "="
        return Domain(name, operator, self._value(name, field, value))

    @api.model
    def _leads_to(self, name, field, operator, value):
        """Return the condition on a relation: of records with just this name, if there are any;
        otherwise, or for "contains", of those in whose name it is."""
        named = Domain("display_name", "=ilike", escape_psql(value))
        model = self.env[field["relation"]].with_context(active_test=False)
        if operator == "ilike" or not model.search_count(named, limit=1):
            named = Domain("display_name", "ilike", value)
        return Domain(name, "not any" if operator == "!=" else "any", named)

    @api.model
    def _day(self, text):
        """Return the day that ``text`` is, or ``None`` if it tells a time, or is none."""
        return None if ":" in text else dates.parse(text, fields.Date.context_today(self))

    @api.model
    def _within(self, name, field, operator, day):
        """Return the condition on a moment: a day is all of it, on the user's clock."""
        after = day + timedelta(days=1) if day < date.max else day
        start, end = (self._datetime(field, one.isoformat()) for one in (day, after))
        match operator:
            case "<" | ">=":
                return Domain(name, operator, start)
            case "<=":
                return Domain(name, "<", end)
            case ">":
                return Domain(name, ">=", end)
            case "!=":
                return Domain(name, "<", start) | Domain(name, ">=", end) | Domain(name, "=", False)
        return Domain(name, ">=", start) & Domain(name, "<", end)

    @api.model
    def _find(self, line, given):
        """Return the one record that a model calls ``given``: by its number, or by its name.

        :raise ToolQuestion: several have it
        """
        model, text = self.env[line.model], given.strip().strip("\"'`").strip()
        domain = line._domain()
        if number := _NUMBER.search(text):
            found = model.search(domain & Domain("id", "=", int(number[1])))
            if found:
                return found
        return model.browse(self._named(model, text, domain))

    @api.model
    def _named(self, model, text, domain=None):
        """Return the id of the one record of ``model`` that has this name."""
        if not text:
            raise ToolError("Name the record.")
        hits = model.name_search(text, list(domain or []), limit=CANDIDATES)
        exact = [hit for hit in hits if folded(hit[1]) == folded(text)]
        # of several with one name, the one that the user looks at
        known = self.env.context.get("ai_known") or ()
        exact = [hit for hit in exact if [model._name, hit[0]] in known] or exact
        if len(exact) == 1 or len(hits) == 1:
            return (exact or hits)[0][0]
        kind = self.env["ir.model"]._get(model._name).name or model._name
        if not hits:
            raise ToolError(f'{kind}: nothing is called "{text[:80]}". Use the name as given.')
        hits = _distinct(hits)
        names = "; ".join(name for _id, name in hits)
        raise ToolQuestion(
            self.env._("Which “%(text)s” do you mean: %(names)s?", text=text[:80], names=names),
            tuple(Record(model._name, id_, name) for id_, name in hits),
        )

    # -- values ------------------------------------------------------------------------

    @api.model
    def _values(self, model, known, changes):
        """Return ``{field: value as write() takes it}`` of ``[{"field", "value"}]``."""
        found = {}
        for change in changes:
            name = self._field(known, change["field"])
            domain = self._choices(model, name)
            found[name] = self._value(name, known[name], change["value"], domain)
        if not found:
            raise ToolError("Say which fields get which values.")
        return found

    @api.model
    def _choices(self, model, name):
        """Return the field's own domain of the records that it may lead to; of no relation, none.

        One that is told to browsers alone, as text, is not known here.
        """
        field = model._fields[name]
        return field.get_comodel_domain(model) if field.relational else None

    @api.model
    def _value(self, name, field, given, domain=None):
        """Return a value as write() takes it: a record's name is looked up within ``domain``."""
        text = str(given).strip()
        match field["type"]:
            case "selection":
                return self._choice(field, text)
            case "many2one":
                return self._named(self._related(field), text, domain) if text else False
            case "many2many":
                model = self._related(field)
                parts = [part.strip() for part in text.split(",") if part.strip()]
                # to write(), an empty list of ids is no command at all
                return [list(Command.set([self._named(model, part, domain) for part in parts]))]
            case "datetime":
                return self._datetime(field, text)
            case "html":
                return str(words_as_html(text))
        schema = _SCHEMAS.get(field["type"])
        if schema is None:
            return text
        coerced = coerce(
            {"type": "object", "properties": {name: schema}, "required": [name]},
            {name: given},
            fields.Date.context_today(self),
        )
        if coerced.faults:
            raise ToolError("\n".join(coerced.faults))
        return coerced.arguments[name]

    @api.model
    def _schema(self, field):
        """Return the JSON schema of a value of the field, as a model is to give it."""
        if field["type"] == "selection":
            labels = [label for _key, label in field.get("selection") or ()]
            schema = {"type": "string", "enum": labels}
        else:
            schema = dict(_SCHEMAS.get(field["type"], {"type": "string"}))
        return schema | {"description": field["string"]}

    @api.model
    def _related(self, field):
        if not is_readable(field["relation"]):
            raise ToolError(f"{field['string']} cannot be changed.")
        return self.env[field["relation"]]

    @api.model
    def _choice(self, field, text):
        options = field.get("selection") or []
        for key, label in options:
            if folded(text) in (folded(str(key)), folded(label)):
                return key
        labels = ", ".join(f'"{label}"' for _key, label in options)
        raise ToolError(f'{field["string"]} cannot be "{text[:80]}": choose one of {labels}.')

    @api.model
    def _datetime(self, field, text):
        """Return a moment of the user's clock, which is what a model is told, as Odoo keeps it."""
        try:
            return self.env["ai.fillable"]._in_utc(text) if text else False
        except ValueError:
            raise ToolError(
                f'{field["string"]} cannot be "{text[:80]}": give it as 2026-01-31 14:00:00.'
            ) from None


def _distinct(hits):
    """``[(id, name)]`` with the number where several have one name: it is understood, too."""
    names = [name for _id, name in hits]
    return [(id_, f"{name} #{id_}" if names.count(name) > 1 else name) for id_, name in hits]
