"""Which Odoo this is, and which commit of the deployment. Nothing is judged: for the report."""

from __future__ import annotations

from . import deployment
from .borrowed import PASS, WARN, Check, Context, Result


def run(_context: Context) -> list[Result]:
    return [
        Result(PASS, value=deployment.odoo_version(), component="odoo"),
        Result(PASS, value=deployment.commit(), component="commit"),
    ]


CHECK = Check(
    "odoo:build", "Odoo's build", run, kind="system", late=WARN, every=3600.0, of_instance=True
)
