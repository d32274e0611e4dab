from odoo import api, fields, models

from ..keeping.findings import Finding
from ..keeping.ledger import since
from ..keeping.moments import naive, unix

LATELY = 600  # seconds
"""What nobody has looked at for longer is no news."""

SILENT = 300  # seconds
"""An instance that has written nothing for longer is gone: it looks each minute."""

QUIET = 150  # seconds
"""What an instance found is no news once it has been silent for longer, while others are heard."""

NEWS = "system_health/news"


class HealthState(models.Model):
    """How each thing is that a check looks at, and since when; only the samplers write it.

    Several instances may work on one database. What is the same for all has one row, which each
    of them writes; the rest has one of each instance, which no other touches while it lives.
    """

    _name = "health.state"
    _description = "Health state"
    _order = "name, component, instance"
    _rec_name = "title"
    _log_access = False

    name = fields.Char(string="Check", required=True)
    component = fields.Char(help="Which one, where a check looks at several.")
    instance = fields.Char(help="Which one it is about, where others may find another thing.")
    title = fields.Char(required=True)
    kind = fields.Char()
    status = fields.Selection(
        [("pass", "Works"), ("warn", "Impaired"), ("fail", "Fails")], required=True
    )
    since = fields.Datetime(required=True, help="Since when it has this status.")
    output = fields.Char(help="What is wrong, in words.")
    remedy = fields.Char(help="What to do about it.")
    value = fields.Char()
    unit = fields.Char()
    seen = fields.Datetime(required=True, help="When it was last looked at.")

    _once = models.UniqueIndex("(name, COALESCE(component, ''), COALESCE(instance, ''))")

    def _key(self):
        return self.name, self.component or "", self.instance or ""

    @api.model
    def _note(self, found, changes, instance=""):
        """Keep what was ``found``; tell administrators' browsers when a status changed.

        :param found: :class:`Finding` of all checks
        :param changes: what this process saw change, see :class:`Ledger`
        :param instance: who looked
        """
        before = self._failing()
        known = {row._key(): row for row in self.search([])}
        rows = self.concat(*known.values())
        newest = {}  # look at each check
        for row in rows:
            check = row.name, row.instance or ""
            newest[check] = max(newest.get(check, 0), unix(row.seen))
        fresh = [
            one for one in found if int(one.time) >= newest.get((one.name, one.instance), 0)
        ]  # of the others, another instance has looked since
        changed = False
        for one in fresh:
            row = known.get(one.key) or rows._alike(one)
            changed |= self._keep(one, row, changes.get(one.key))
        gone = rows._gone(found, fresh, instance)
        changed |= any(row.status != "pass" for row in gone)
        gone.unlink()
        if changed or self._failing() != before:
            self.flush_model()
            self.env.ref("base.group_system")._bus_send(NEWS, self._news())

    def _alike(self, one):
        """Of these rows, the one of another instance that has had this status for longest: who is
        deployed anew goes on with what was before."""
        alike = self.filtered(
            lambda row: (*row._key()[:2], row.status) == (one.name, one.component, one.status)
        )
        return alike.sorted("since")[:1]

    def _keep(self, one, row, change):
        """Write one finding down; whether it is news. ``row``: what is known of it, perhaps by
        another instance."""
        before = (row.status, unix(row.since)) if row else None
        started = int(since(one.status, one.time, change, before))
        values = {
            "title": one.title,
            "kind": one.kind,
            "status": one.status,
            "since": naive(started),
            "output": one.output or False,
            "remedy": one.remedy or False,
            "value": False if one.value is None else str(one.value),
            "unit": one.unit or False,
            "seen": naive(one.time),
        }
        if row and row._key() == one.key:
            row.write(values)
            return (one.status, started) != before
        name, component, instance = one.key
        key = {"name": name, "component": component or False, "instance": instance or False}
        self.create(key | values)
        return one.status != "pass"  # a new worker that works is no news

    def _gone(self, found, fresh, instance):
        """Those of these rows that tell of what is no longer there."""
        now = max((one.time for one in found), default=0)
        keys, looked_at = {one.key for one in found}, {one.name for one in fresh}
        checks = {one.name for one in found}
        heard = self._heard()

        def is_gone(row):
            if row._key() in keys:
                return False
            if row.instance and row.instance != instance:
                return heard[row.instance] < now - SILENT
            if row.name in checks:
                return row.name in looked_at
            # a check that this instance does not have: another may, which has another version
            return bool(row.instance) or unix(row.seen) < now - SILENT

        return self.filtered(is_gone)

    def _heard(self):
        """When each instance wrote the last of these rows, in unix seconds; False: any of them."""
        heard = {}
        for row in self:
            heard[row.instance] = max(heard.get(row.instance, 0), unix(row.seen))
        return heard

    @api.model
    def _known(self):
        """``{(name, component, instance): (status, since)}``, times in unix seconds."""
        return {row._key(): (row.status, unix(row.since)) for row in self.search([])}

    @api.model
    def _of_others(self, instance):
        """What other instances that live have found of themselves: a :class:`Finding` each."""
        rows = self.search([("instance", "not in", (False, instance))])
        heard = rows._heard()
        alive = unix(fields.Datetime.now()) - SILENT
        return [
            Finding(
                row.name, row.component or "", row.title, row.kind or "", row.status,
                row.output or "", row.remedy or "", _number(row.value, row.unit), row.unit or "",
                unix(row.seen), row.instance,
            )
            for row in rows
            if heard[row.instance] >= alive
        ]  # fmt: skip

    @api.model
    def _failing(self):
        """What fails and is news; since the longest first."""
        lately = naive(unix(fields.Datetime.now()) - LATELY)
        rows = self.search([("seen", ">=", lately)], order="since, id")
        heard = rows._heard()
        last = max(heard.values(), default=0)
        return rows.filtered(
            lambda row: (
                row.status == "fail" and (not row.instance or heard[row.instance] >= last - QUIET)
            )
        )

    @api.model
    def _news(self):
        """What the banner says: the things that fail, and for how long they have."""
        several = len(self._read_group([("instance", "!=", False)], ["instance"])) > 1
        return {
            "failing": [
                {
                    "key": "/".join(row._key()),
                    "title": row.title,
                    "component": row.component or "",
                    "instance": (several and row.instance) or "",
                    "output": row.output or "",
                    "since": unix(row.since),
                }
                for row in self._failing()
            ]
        }


def _number(value, unit):
    """A value as its check gave it: what has a unit is a number."""
    try:
        return float(value) if value and unit else value or None
    except ValueError:
        return value
