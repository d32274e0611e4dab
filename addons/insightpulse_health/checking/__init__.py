"""What a check is, and how all of them are made. Plain Python without Odoo."""

from .check import FAIL, PASS, WARN, Away, Check, Context, Observed, Result, worst
from .runner import Runner

__all__ = [
    "FAIL", "PASS", "WARN", "Away", "Check", "Context", "Observed", "Result", "Runner", "worst",
]  # fmt: skip
