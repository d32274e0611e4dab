"""What is remembered of what the checks said. Plain Python without Odoo."""

from .findings import Finding, findings, worst
from .ledger import Change, Ledger, Stretch

__all__ = ["Change", "Finding", "Ledger", "Stretch", "findings", "worst"]
