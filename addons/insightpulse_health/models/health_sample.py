from datetime import timedelta

from odoo import api, fields, models

from ..keeping.moments import unix

HOURS_KEPT = 48
DAYS_KEPT = 28  # with one point each: how fast the database grows
MINUTES_APART = 5


class HealthSample(models.Model):
    """A point of the charts; the sampler of any instance writes it (``sampling.py``)."""

    _name = "health.sample"
    _description = "Health sample"
    _order = "time"
    _log_access = False

    time = fields.Datetime(required=True, index=True)
    instance = fields.Char(help="The machine or container that measured.")
    # an Integer has 32 bits; a Float is exact up to 2**53
    database_bytes = fields.Float()
    memory_bytes = fields.Float()
    memory_budget_bytes = fields.Float(help="0: there is none.")
    queue_waiting = fields.Integer(help="Jobs that wait for their turn.")
    requests = fields.Integer(help="Requests since the sample before.")
    p95_seconds = fields.Float(
        string="Response time",
        help="95 % of these requests took no longer (seconds); 0: nobody measured it.",
    )

    @api.model
    def _add_due(self, measure):
        """Add a point of ``measure(env)``, unless there is a recent one; trim what is old."""
        now = fields.Datetime.now()
        # half a minute: loops do not keep time to the second
        recent = now - timedelta(minutes=MINUTES_APART, seconds=-30)
        if self.search_count([("time", ">", recent)], limit=1):
            return self.browse()
        self._trim(now)
        return self.create({**measure(self.env), "time": now})

    @api.model
    def _points(self, hours=HOURS_KEPT):
        """The points of the last hours, the oldest first; times in unix seconds."""
        start = fields.Datetime.now() - timedelta(hours=hours)
        names = [name for name in self._fields if name not in ("id", "display_name")]
        points = self.search_read([("time", ">=", start)], names)
        return [{**point, "time": unix(point["time"])} for point in points]

    @api.model
    def _trim(self, now):
        self.env.cr.execute(
            """
            DELETE FROM health_sample AS old
             WHERE time < %s
                OR time < %s AND EXISTS (
                   SELECT FROM health_sample AS first
                    WHERE first.time < old.time AND first.time::date = old.time::date)
            """,
            (now - timedelta(days=DAYS_KEPT), now - timedelta(hours=HOURS_KEPT)),
        )
        self.invalidate_model()
