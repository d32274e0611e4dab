from datetime import timedelta

from odoo import api, fields, models

from ..keeping.moments import naive, unix

DAYS_KEPT = 90
STATUSES = ("pass", "warn", "fail")


class HealthDay(models.Model):
    """How long a check passed, warned and failed on a day (UTC): the uptime history."""

    _name = "health.day"
    _description = "Health of a day"
    _order = "date desc, name"
    _log_access = False

    date = fields.Date(required=True)
    name = fields.Char(string="Check", required=True)
    pass_seconds = fields.Float()
    warn_seconds = fields.Float()
    fail_seconds = fields.Float()
    unknown_seconds = fields.Float(
        compute="_compute_unknown_seconds", help="Nobody looked, or could write it down."
    )
    until = fields.Datetime(required=True, help="What was before is counted.")

    _once = models.UniqueIndex("(date, name)")

    @api.depends("pass_seconds", "warn_seconds", "fail_seconds")
    def _compute_unknown_seconds(self):
        for day in self:
            known = day.pass_seconds + day.warn_seconds + day.fail_seconds
            day.unknown_seconds = max(0, 86400 - known)

    @api.model
    def _count(self, stretches):
        """Add the time of these (:class:`Stretch`) that is not counted yet; trim what is old.

        Whoever calls holds the lock of the sampler: another instance may have counted it.
        """
        until = self.search([], order="until desc", limit=1).until
        counted = unix(until) if until else 0.0
        days = {}
        for stretch in filter(None, (one.after(counted) for one in stretches)):
            for date, seconds in stretch.days():
                for name, status in stretch.statuses.items():
                    day = days.setdefault((date, name), dict.fromkeys(STATUSES, 0.0))
                    day[status] += seconds
        if not days:
            return
        end = naive(max(one.end for one in stretches))
        known = self.search([("date", "in", [date for date, _name in days])])
        known = {(day.date, day.name): day for day in known}
        for (date, name), seconds in days.items():
            day = known.get((date, name)) or self.create({"date": date, "name": name, "until": end})
            day.write(
                {f"{status}_seconds": day[f"{status}_seconds"] + seconds[status]
                 for status in STATUSES} | {"until": end}
            )  # fmt: skip
        oldest = fields.Date.today() - timedelta(days=DAYS_KEPT)
        self.search([("date", "<", oldest)]).unlink()
