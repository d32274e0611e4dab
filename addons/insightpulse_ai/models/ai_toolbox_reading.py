from typing import Annotated, Literal

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import format_amount, formatLang

from ..agents import Also, Record, ToolError
from .ai_toolbox import Condition, Kind, Named, Shown, tool

# columns of a few records, and of many
FEW, ALONE, MANY = 3, 14, 6
MOST = 30
GROUPS = 40
OPENED = 1000
COUNTED = 10_000


class AiToolbox(models.AbstractModel):
    _inherit = "ai.toolbox"

    @api.private
    @tool(synonyms="find list which show look up who any open late overdue unpaid latest")
    def search_records(
        self,
        kind: Kind,
        words: Annotated[str, "part of the name", Also("query", "name", "text", "search")] = "",
        conditions: list[Condition] | None = None,
        sort_by: Annotated[str, Also("order", "order_by", "sort")] = "",
        descending: bool = False,
        limit: int = 10,
    ) -> dict:
        """Find records of one kind: by words of their name, by conditions on their fields."""
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        domain, used = access._domain(line, words, conditions)
        model, known = self.env[line.model], access._readable(line)
        order = self._sorted_by(known, sort_by, descending)
        found = model.search(domain, order=order, limit=max(1, min(limit, MOST)))
        columns = [*used, *([sort_by and order.split()[0]] if order else [])]
        columns = self._columns(model, known, columns, MANY if len(found) > FEW else ALONE)
        return {
            "found": self._counted(model, domain),
            "records": [self._row(record, known, columns) for record in found],
        }

    @api.private
    @tool(synonyms="details what about tell explain status when how much content")
    def read_record(self, kind: Kind, record: Named) -> str:
        """Read one record: its fields, its lines and the latest messages about it."""
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        found = access._find(line, record)
        known = access._readable(line)
        text = self.env["ai.context"]._text(found, only=set(known))
        return f"{found.display_name} has the number {found.id}.\n{text}"

    @api.private
    @tool(synonyms="how many count total sum per each by month average most least revenue spent")
    def count_and_sum(
        self,
        kind: Kind,
        group_by: Annotated[str, "a field; empty: one total", Also("groupby", "by")] = "",
        total_of: Annotated[str, "a field with numbers", Also("measure", "sum", "field")] = "",
        period: Literal["day", "week", "month", "quarter", "year"] = "month",
        words: Annotated[str, "part of the name", Also("query", "name")] = "",
        conditions: list[Condition] | None = None,
    ) -> list[dict]:
        """Count records, and add a field of theirs up, for each value of another field.

        The most come first, of dates the latest. Money is added up for each currency.
        """
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        domain, _used = access._domain(line, words, conditions)
        model, known = self.env[line.model], access._readable(line)
        group = self._grouped_by(known, group_by, period) if group_by else ""
        total = self._added_up(known, total_of) if total_of else ""
        currency = self._currency(model, known[total]) if total else {}
        keys = [*dict.fromkeys([*([group] if group else []), *currency])]
        measures = ["__count", *([f"{total}:sum", f"{total}:avg"] if total else [])]
        most = group if ":" in group else f"{total}:sum" if total else "__count"
        order = ", ".join([f"{most} desc nulls last", *(key for key in keys if key != most)])
        rows = model._read_group(domain, keys, measures, limit=GROUPS + 1, order=order)
        drafts = self._drafts(model, known, domain, keys)
        told = []
        for row in rows[:GROUPS]:
            told.append(self._group_row(known | currency, keys, total, currency, row))
            if count := drafts.get(row[: len(keys)]):
                told[-1]["of these drafts"] = count
        if len(rows) > GROUPS:
            told.append({"more": f"… and more groups: these are the first {GROUPS}"})
        return told or ([] if group else [{"count": 0}])

    @api.private
    @tool(synonyms="open show me view list screen go to display")
    def open_records(
        self,
        kind: Kind,
        words: Annotated[str, "part of the name", Also("query", "name")] = "",
        conditions: list[Condition] | None = None,
    ) -> Shown:
        """Give the user a button that opens these records in Odoo."""
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        domain, _used = access._domain(line, words, conditions)
        model = self.env[line.model]
        found = model.search(domain, limit=2)
        if not found:
            raise ToolError("There are none to open.")
        action = {
            "type": "ir.actions.act_window",
            "name": line.name,
            "res_model": line.model,
            "target": "current",
        }
        if len(found) == 1:
            action |= {"res_id": found.id, "views": [[False, "form"]]}
            label = found.display_name
        else:
            ids = model.search(domain, limit=OPENED).ids
            action |= {
                "domain": [*Domain("id", "in", ids)],
                "views": [[False, "list"], [False, "form"]],
            }
            label = self._several(model, domain, ids, line.name)
        return Shown(f"The user now sees a button that opens: {label}.", label, action)

    @api.private
    @tool(synonyms="print report pdf document download invoice quotation")
    def run_report(
        self,
        kind: Kind,
        record: Named,
        report: Annotated[str, "its name; empty: the usual one"] = "",
    ) -> Shown:
        """Give the user a button that prints a record."""
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        found = access._find(line, record)
        groups = self.env.user.all_group_ids
        # sudo: which reports there are is no secret; those of other groups are left out
        reports = self.env["ir.actions.report"].sudo().search([("model", "=", line.model)])
        reports = reports.filtered(lambda one: not one.group_ids or one.group_ids & groups)
        named = reports.filtered(lambda one: report.lower() in (one.name or "").lower())
        if not named:
            names = ", ".join(reports.mapped("name")) or "none"
            raise ToolError(f"There is no such report. There are: {names}.")
        one = named[0]
        label = self.env._("%(report)s of %(record)s", report=one.name, record=found.display_name)
        action = {
            "type": "ir.actions.report",
            "report_type": one.report_type,
            "report_name": one.report_name,
            "report_file": one.report_file,
            "name": one.name,
            "context": {"active_ids": found.ids, "active_model": line.model},
            "data": False,
        }
        return Shown(f"The user now sees a button that prints: {label}.", label, action)

    # ----------------------------------------------------------------------------------

    @api.model
    def _sorted_by(self, known, sort_by, descending):
        if not sort_by:
            return None
        sortable = {name: field for name, field in known.items() if field["sortable"]}
        name = self.env["ai.access"]._field(sortable, sort_by)
        return f"{name} {'desc' if descending else 'asc'}"

    @api.model
    def _columns(self, model, known, first, most):
        places = self.env["ai.context"]._places(model)
        plain = [
            name
            for name in sorted(places, key=places.get)
            if name in known and known[name]["type"] not in ("one2many", "many2many", "html")
        ]
        names = dict.fromkeys([*first, *plain])
        names.pop(model._rec_name, None)
        return [*names][:most]

    @api.model
    def _row(self, record, known, columns):
        told = {"record": Record(record._name, record.id, record.display_name)}
        context = self.env["ai.context"]
        for name in columns:
            values, _more = context._values(record, name, known[name])
            if values:
                told[known[name]["string"]] = ", ".join(values)[:200]
        return told

    @api.model
    def _counted(self, model, domain):
        """Return how many there are, or a text where they are too many to be counted."""
        count = model.search_count(domain, limit=COUNTED + 1)
        if count > COUNTED:
            return self.env._("more than %s", formatLang(self.env, COUNTED, digits=0))
        return count

    @api.model
    def _several(self, model, domain, ids, kind):
        count = self._counted(model, domain) if len(ids) == OPENED else len(ids)
        if count == len(ids):
            return self.env._("%(count)s %(kind)s", count=count, kind=kind)
        return self.env._(
            "the first %(count)s of %(all)s %(kind)s",
            count=formatLang(self.env, len(ids), digits=0),
            all=formatLang(self.env, count, digits=0) if isinstance(count, int) else count,
            kind=kind,
        )

    @api.model
    def _grouped_by(self, known, group_by, period):
        groupable = {name: field for name, field in known.items() if field["groupable"]}
        name = self.env["ai.access"]._field(groupable, group_by)
        return f"{name}:{period}" if known[name]["type"] in ("date", "datetime") else name

    @api.model
    def _added_up(self, known, total_of):
        types = ("integer", "float", "monetary")
        numbers = {name: field for name, field in known.items() if field["type"] in types}
        return self.env["ai.access"]._field(numbers, total_of)

    @api.model
    def _currency(self, model, field):
        """Return the field that has the currency of an amount, as fields_get tells it; empty where
        there is none by which sums could be kept apart."""
        if field["type"] != "monetary" or not field.get("currency_field"):
            return {}
        told = model.fields_get([field["currency_field"]], ["string", "type", "groupable"])
        return {name: one for name, one in told.items() if one["groupable"]}

    @api.model
    def _drafts(self, model, known, domain, keys):
        """Return ``{keys of a group: how many of its records are drafts}``."""
        states = dict(known.get("state", {}).get("selection") or ())
        if "draft" not in states or "state" in keys:
            return {}
        domain &= Domain("state", "=", "draft")
        return {row[:-1]: row[-1] for row in model._read_group(domain, keys, ["__count"])}

    @api.model
    def _group_row(self, fields, keys, total, currency, row):
        told = {}
        for key, value in zip(keys, row):
            field = fields[key.partition(":")[0]]
            told[field["string"]] = self._group_name(field, value)
        told["count"], *numbers = row[len(keys) :]
        label = fields[total]["string"] if total else ""
        unit = row[len(keys) - 1] if currency else None
        for name, number in zip((f"total of {label}", "average"), numbers):
            told[name] = self._amount(number or 0, unit)
        return told

    @api.model
    def _amount(self, number, currency):
        return format_amount(self.env, number, currency) if currency else round(number, 2)

    @api.model
    def _group_name(self, field, key):
        if isinstance(key, models.BaseModel):
            return key.display_name or self.env._("none")
        if field["type"] == "selection":
            return dict(field.get("selection") or ()).get(key, str(key))
        return str(key) if key not in (None, False, "") else self.env._("none")
