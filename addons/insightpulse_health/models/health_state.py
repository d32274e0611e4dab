from odoo import api, fields, models

from ..keeping.ledger import since
from ..keeping.moments import naive, unix

LATELY = 600  # seconds
"""What nobody has looked at for longer is no news."""

NEWS = "system_health/news"


class HealthState(models.Model):
    """How each thing is that a check looks at, and since when; only the sampler writes it."""

    _name = "health.state"
    _description = "Health state"
    _order = "name, component"
    _rec_name = "title"
    _log_access = False

    name = fields.Char(string="Check", required=True)
    component = fields.Char(help="Which one, where a check looks at several.")
    title = fields.Char(required=True)
    status = fields.Selection(
        [("pass", "Works"), ("warn", "Impaired"), ("fail", "Fails")], required=True
    )
    since = fields.Datetime(required=True, help="Since when it has this status.")
    output = fields.Char(help="What is wrong, in words.")
    remedy = fields.Char(help="What to do about it.")
    value = fields.Char()
    unit = fields.Char()
    seen = fields.Datetime(required=True, help="When it was last looked at.")

    _once = models.UniqueIndex("(name, COALESCE(component, ''))")

    @api.model
    def _note(self, found, changes):
        """Keep what was ``found``; tell administrators' browsers when a status changed.

        :param found: :class:`Finding` of all checks
        :param changes: what this process saw change, see :class:`Ledger`
        """
        rows = {(row.name, row.component or ""): row for row in self.search([])}
        changed = False
        for one in found:
            row = rows.pop(one.key, self.browse())
            if row and int(one.time) < unix(row.seen):  # another instance has looked since
                continue
            before = (row.status, unix(row.since)) if row else None
            started = int(since(one.status, one.time, changes.get(one.key), before))
            # a new worker that works is no news
            changed |= (one.status, started) != before if before else one.status != "pass"
            values = {
                "title": one.title,
                "status": one.status,
                "since": naive(started),
                "output": one.output or False,
                "remedy": one.remedy or False,
                "value": False if one.value is None else str(one.value),
                "unit": one.unit or False,
                "seen": naive(one.time),
            }
            if row:
                row.write(values)
            else:
                self.create({"name": one.name, "component": one.component or False, **values})
        for row in rows.values():
            changed |= row.status != "pass"
            row.unlink()
        if changed:
            self.flush_model()
            self.env.ref("base.group_system")._bus_send(NEWS, self._news())

    @api.model
    def _known(self):
        """``{(name, component): (status, since)}``, times in unix seconds."""
        return {
            (row.name, row.component or ""): (row.status, unix(row.since))
            for row in self.search([])
        }

    @api.model
    def _news(self):
        """What the banner says: the things that fail, and for how long they have."""
        lately = naive(unix(fields.Datetime.now()) - LATELY)
        failing = self.search([("status", "=", "fail"), ("seen", ">=", lately)], order="since, id")
        return {
            "failing": [
                {
                    "key": f"{row.name}/{row.component or ''}",
                    "title": row.title,
                    "component": row.component or "",
                    "output": row.output or "",
                    "since": unix(row.since),
                }
                for row in failing
            ]
        }
