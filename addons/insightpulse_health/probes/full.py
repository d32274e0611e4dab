"""/health: everything for who has the token, and the status alone for everybody else."""

from odoo import release

from .. import health, settings
from ..checking import report
from . import bearer
from .answer import Answer


def full(environ):
    token = bearer.given(environ)
    if token is not None and not bearer.is_right(token):
        return bearer.REFUSED
    observed = health.runner().observe()
    status = report.status(observed)
    data = {"status": status} if token is None else report.report(observed, facts())
    return Answer.of_json(report.http_status(status), data, report.CONTENT_TYPE)


def facts():
    return {
        "version": release.version,
        "releaseId": settings.commit(),
        "description": "InsightPulse Odoo",
    }
