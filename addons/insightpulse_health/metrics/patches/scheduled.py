"""Scheduled actions: how many end how, and their seconds.

Upstream, ``odoo/addons/base/models/ir_cron.py``: ``_run_job`` takes the time, and
``_update_failure_count`` is told every outcome, that of an action which was killed included.
"""

from time import monotonic

from odoo.addons.base.models.ir_cron import IrCron

from .. import counted, labels, state

OUTCOMES = {"fully done": "done", "partially done": "partial", "failed": "failed"}


@state.never_fails
def _ended(status):
    counted.cron_runs.labels(OUTCOMES.get(status, labels.OTHER)).inc()


@state.never_fails
def _took(seconds):
    counted.cron_seconds.inc(seconds)


def apply():
    run_job, update_failure_count = IrCron._run_job.__func__, IrCron._update_failure_count

    def run_and_time(cls, job):
        began = monotonic()
        try:
            return run_job(cls, job)
        finally:
            _took(monotonic() - began)

    def update_and_count(self, job, status):
        _ended(status)
        return update_failure_count(self, job, status)

    IrCron._run_job = classmethod(run_and_time)
    IrCron._update_failure_count = update_and_count
