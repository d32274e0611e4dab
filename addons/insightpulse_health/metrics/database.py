"""What the database knows: queue, mail, scheduled actions, size. Asked at most every 5 seconds."""

import logging
import threading
import time

from prometheus_client.core import GaugeMetricFamily

_logger = logging.getLogger(__name__)

KEPT_SECONDS = 5
WITHIN = 3.0
"""Seconds for all of it: it is one statement, which one slow table ends for the others too."""
TABLES_SECONDS = 300
"""After which it is noticed that a module has brought its table."""

MOST_CHANNELS = 50
MAIL_DAYS = 7
"""As the check of mail has it: nobody will repair older failures."""

FAMILIES = {
    "odoo_queue_jobs": ("Jobs that are not done, by channel and state", ("channel", "state")),
    "odoo_queue_oldest_pending_seconds": ("Age of the job that has waited longest", ()),
    "odoo_mail_outgoing": (
        f"Mails that are not sent, by state; failed ones of the last {MAIL_DAYS} days",
        ("state",),
    ),
    "odoo_cron_lag_seconds": ("How long the scheduled action is due that waits longest", ()),
    "odoo_cron_failing": ("Active scheduled actions that failed the last time", ()),
    "odoo_database_size_bytes": ("Size of the database", ()),
    "odoo_database_connections": ("Connections to the database on its server", ("state",)),
}

LIVING = "('wait_dependencies', 'pending', 'enqueued', 'started', 'failed')"
"""All states of queue_job but done and cancelled, each by its name: an index finds those."""

# Done jobs and sent mails are history, and may be millions.
STATEMENTS = {
    "queue_job": f"""
        SELECT 'odoo_queue_jobs', channel, state, count(*)::float8 FROM (
            SELECT CASE WHEN rank <= {MOST_CHANNELS} THEN channel ELSE 'other' END AS channel, state
              FROM (SELECT coalesce(channel, '') AS channel, state,
                           dense_rank() OVER (ORDER BY coalesce(channel, '')) AS rank
                      FROM queue_job WHERE state IN {LIVING}) AS ranked
        ) AS bounded GROUP BY channel, state
        UNION ALL
        SELECT 'odoo_queue_oldest_pending_seconds', NULL, NULL, coalesce(extract(epoch FROM
               now() AT TIME ZONE 'UTC' - min(greatest(date_created, eta))), 0)::float8
          FROM queue_job
         WHERE state = 'pending' AND coalesce(eta, date_created) <= now() AT TIME ZONE 'UTC'""",
    "mail_mail": f"""
        SELECT 'odoo_mail_outgoing', state, NULL, count(*)::float8
          FROM mail_mail
         WHERE state IN ('outgoing', 'exception') AND (state = 'outgoing'
               OR write_date > now() AT TIME ZONE 'UTC' - {MAIL_DAYS} * interval '1 day')
         GROUP BY state""",
    "ir_cron": """
        SELECT 'odoo_cron_lag_seconds', NULL, NULL, greatest(0, coalesce(extract(epoch FROM
               now() AT TIME ZONE 'UTC' - min(nextcall)), 0))::float8
          FROM ir_cron c WHERE active AND NOT {runs}
        UNION ALL
        SELECT 'odoo_cron_failing', NULL, NULL, count(*)::float8
          FROM ir_cron WHERE active AND failure_count > 0""",
    "pg_database": """
        SELECT 'odoo_database_size_bytes', NULL, NULL,
               pg_database_size(current_database())::float8""",
    "pg_stat_activity": """
        SELECT 'odoo_database_connections', CASE WHEN state IN ('active', 'idle',
               'idle in transaction') THEN state ELSE 'other' END, NULL, count(*)::float8
          FROM pg_stat_activity WHERE datname = current_database() GROUP BY 2""",
}
TABLES = "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NOT NULL"


class FromDatabase:
    """A collector.

    :param rows: ``rows(sql, params, seconds=…)`` of a read-only transaction
    :param away: the exception that it raises when the database is away
    :param runs: SQL for whether the row ``c`` of ``ir_cron`` runs
    """

    def __init__(self, rows, away, runs="false"):
        self._rows, self._away, self._runs = rows, away, runs
        self._lock = threading.Lock()
        self._kept = (-KEPT_SECONDS, [], 0.0)
        self._union, self._look_again = "", 0.0  # of the tables that there are

    def collect(self):
        with self._lock:
            if time.monotonic() - self._kept[0] >= KEPT_SECONDS:
                self._kept = (time.monotonic(), *self._ask())
            _time, rows, up = self._kept
        yield GaugeMetricFamily("odoo_database_up", "Whether the database answers", value=up)
        families = {}
        for name, first, second, value in rows:
            words, label_names = FAMILIES[name]
            family = families.setdefault(
                name, GaugeMetricFamily(name, words, labels=label_names or None)
            )
            family.add_metric((first, second)[: len(label_names)], value)
        yield from families.values()

    def _ask(self):
        try:
            if time.monotonic() >= self._look_again:
                tables = self._rows(TABLES, [list(STATEMENTS)])
                self._union = "\nUNION ALL\n".join(
                    STATEMENTS[name].replace("{runs}", self._runs) for (name,) in tables
                )
                self._look_again = time.monotonic() + TABLES_SECONDS
            return self._rows(self._union, seconds=WITHIN), 1.0
        except self._away:  # or what is counted is locked, or large
            return [], self._answers()
        except Exception:  # a table that is just being changed: the other metrics are told
            self._look_again = 0
            _logger.exception("the database's own metrics cannot be told")
            return [], 1.0

    def _answers(self):
        try:
            self._rows("SELECT 1", ())
        except self._away:
            return 0.0
        return 1.0
