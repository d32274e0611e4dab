from lxml import etree
from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError
from odoo.tools import html2plaintext
from odoo.tools.misc import format_amount, format_date, format_datetime

from ..context import Described, Line, Note, describe
from ..context.secrecy import is_nameless, is_secret

CHARACTERS = 6000
TYPES = (
    "char", "text", "html", "integer", "float", "monetary", "boolean", "date", "datetime",
    "selection", "many2one", "reference", "one2many", "many2many",
)  # fmt: skip
# bookkeeping of the ORM and of mail's mixins, of no use to a reader
PLUMBING = ("message_", "activity_", "website_message_", "rating_", "my_activity_", "access_")
NOT_TOLD = ("id", "display_name", "create_uid", "write_uid", "create_date", "write_date")
# what is told of a line, beside its name
AMOUNTS = (
    "quantity", "product_uom_qty", "product_qty", "price_unit", "price_total", "amount_total",
    "balance", "amount",
)  # fmt: skip
LINES = 10
MESSAGES = 5


class AiContext(models.AbstractModel):
    _name = "ai.context"
    _description = "What a language model is told of records"

    @api.model
    def _text(self, records, only=None):
        """Return ``records`` as the user may see them, as marked text of bounded length: all of
        their fields that may be told, or ``only`` these."""
        return describe([self._described(record, only) for record in records], CHARACTERS)

    @api.model
    def _listed(self, records, count):
        """Return as marked text that the user looks at a list of ``count``, the first of which are
        ``records``."""
        listed = Line(
            "Records", [_name(record) for record in records], max(0, count - len(records))
        )
        kind = self.env["ir.model"]._get(records._name).name or records._name
        return describe([Described(kind, "the list on the user's screen", [listed])], CHARACTERS)

    @api.model
    def _described(self, record, only=None):
        return Described(
            kind=self.env["ir.model"]._get(record._name).name or record._name,
            name=_name(record),
            lines=[*self._lines(record, only)],
            notes=self._notes(record),
        )

    @api.model
    def _lines(self, record, only=None):
        told = record.fields_get(
            attributes=["string", "type", "store", "selection", "relation", "currency_field"]
        )
        names = [
            name
            for name, field in told.items()
            if is_told(record._name, name, field) and (only is None or name in only)
        ]
        shown = self._places(record)
        for name in sorted(names, key=lambda name: shown.get(name, len(shown))):
            try:
                values, more = self._values(record, name, told[name])
            except (AccessError, MissingError):  # of the records behind it
                continue
            if values:
                yield Line(told[name]["string"], values, more)

    @api.model
    def _places(self, record):
        """Return ``{field: place}``: what people see in the list first, then in the form."""
        names = []
        for kind in ("list", "form"):
            arch = etree.fromstring(record.get_view(view_type=kind)["arch"])
            names += [
                node.get("name")
                for node in arch.iter("field")
                if not any(parent.tag == "field" for parent in node.iterancestors())
            ]
        return {name: place for place, name in enumerate(dict.fromkeys(names))}

    @api.model
    def _values(self, record, name, field):
        """Return ``(texts, how many more)``; no texts where there is nothing to say."""
        value = record[name]
        if field["type"] in ("one2many", "many2many"):
            return [self._line_text(line) for line in value[:LINES]], max(0, len(value) - LINES)
        text = self._plain(record, name, field, value)
        return ([text] if text else []), 0

    @api.model
    def _plain(self, record, name, field, value):
        match field["type"]:
            case "boolean":
                return self.env._("yes") if value else ""
            case "integer" | "float":
                return str(value) if value else ""
            case "monetary":
                return _money(record, name, value) if value else ""
            case _ if not value:
                return ""
            case "html":
                return html2plaintext(value)
            case "date":
                return fields.Date.to_string(value)
            case "datetime":
                zone = str(self.env.tz)  # of ai.fillable's _in_utc, too
                return format_datetime(self.env, value, tz=zone, dt_format="yyyy-MM-dd HH:mm")
            case "selection":
                return dict(field.get("selection") or ()).get(value, str(value))
            case "many2one" | "reference":
                return _name(value)
        return str(value)

    @api.model
    def _line_text(self, line):
        told = line.fields_get(AMOUNTS, attributes=["string", "type"])
        amounts = [
            f"{told[name]['string']} {self._plain(line, name, told[name], line[name])}"
            for name in AMOUNTS
            if name in told
            and told[name]["type"] in ("integer", "float", "monetary")
            and line[name]
        ]
        return ", ".join([_name(line), *amounts])

    @api.model
    def _notes(self, record):
        """Return the latest messages about ``record`` that the user may read, oldest first."""
        if "message_ids" not in record._fields:
            return []
        found = self.env["mail.message"].search(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("message_type", "in", ["comment", "email", "email_outgoing"]),
            ],
            order="id desc",
            limit=MESSAGES,
        )
        notes = []
        for message in reversed(found):
            if text := html2plaintext(message.body or "").strip():
                author = message.author_id.display_name or message.email_from or ""
                notes.append(Note(format_date(self.env, message.date), author, text))
        return notes


def is_told(model, name, field):
    """``field``: of ``fields_get``, with type, store and relation."""
    if not field.get("store") or field["type"] not in TYPES or name in NOT_TOLD:
        return False
    return not name.startswith(PLUMBING) and is_told_at_all(model, name, field)


def _name(record):
    return "" if is_nameless(record._name) else record.display_name or ""


def is_told_at_all(model, name, field):
    return not is_secret(name, model) and not is_nameless(field.get("relation") or "")


def _money(record, name, value):
    currency = record[record._fields[name].get_currency_field(record) or "currency_id"]
    return format_amount(record.env, value, currency) if currency else str(value)
