import time

from odoo.tests import TransactionCase

from ..checking import Check, Observed, Result
from ..keeping import findings


def observed(
    status="pass", output="", *, name="database:size", when=None, of_instance=False, **values
):
    """One check that found one thing."""
    check = Check(name, name.partition(":")[0].capitalize(), run=None, of_instance=of_instance)
    result = Result(status, output, "Do something." if output else "", **values)
    return Observed(check, (result,), time.time() if when is None else when, 0.01)


def found(*statuses, when=None):
    """Findings of checks a, b, …"""
    return findings(
        observed(status, "It broke." if status != "pass" else "", name=f"{name}:x", when=when)
        for name, status in zip("abcdefgh", statuses, strict=False)
    )


class HealthCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.states, cls.days = cls.env["health.state"], cls.env["health.day"]
        cls.samples = cls.env["health.sample"]
        for model in (cls.states, cls.days, cls.samples):
            model.search([]).unlink()
