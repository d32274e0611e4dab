from typing import Annotated, Literal

from odoo import api, models
from odoo.fields import Domain

from ..agents import Also, Record, ToolError
from .ai_toolbox import Condition, Kind, Named, Shown, tool

# columns of a few records, and of many
FEW, ALONE, MANY = 3, 14, 6
MOST = 30
GROUPS = 40


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
            "found": model.search_count(domain, limit=10_000),
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
        """Count records, and add a field of theirs up, for each value of another field."""
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        domain, _used = access._domain(line, words, conditions)
        model, known = self.env[line.model], access._readable(line)
        groups, sums = [], []
        if group_by:
            name = access._field(
                {name: field for name, field in known.items() if field["groupable"]}, group_by
            )
            dated = known[name]["type"] in ("date", "datetime")
            groups = [f"{name}:{period}" if dated else name]
        if total_of:
            numbers = {
                name: field
                for name, field in known.items()
                if field["type"] in ("integer", "float", "monetary")
            }
            sums = [access._field(numbers, total_of)]
        rows = model._read_group(
            domain, groups, ["__count", *(f"{name}:sum" for name in sums)], limit=GROUPS
        )
        return [self._group_row(known, groups, sums, row) for row in rows]

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
            ids = model.search(domain, limit=1000).ids
            action |= {
                "domain": [*Domain("id", "in", ids)],
                "views": [[False, "list"], [False, "form"]],
            }
            label = self.env._("%(count)s %(kind)s", count=len(ids), kind=line.name)
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
    def _group_row(self, known, groups, sums, row):
        *keys, count = row[: len(groups) + 1]
        told = {}
        for group, key in zip(groups, keys):
            field = known[group.partition(":")[0]]
            told[field["string"]] = self._group_name(field, key)
        told["count"] = count
        for name, value in zip(sums, row[len(groups) + 1 :]):
            told[f"total of {known[name]['string']}"] = round(value or 0, 2)
        return told

    @api.model
    def _group_name(self, field, key):
        if isinstance(key, models.BaseModel):
            return key.display_name or self.env._("none")
        if field["type"] == "selection":
            return dict(field.get("selection") or ()).get(key, str(key))
        return str(key) if key not in (None, False, "") else self.env._("none")
