"""The OCR service as seen from Odoo: plain Python, no ORM.

One file per idea:

``address``   what a service address may look like
``problems``  the typed errors a call may end in
``backoff``   how long to wait before the next attempt
``answer``    the strict parser of what the service says
``client``    the HTTP calls
"""

from .address import InvalidAddress, check_address
from .answer import InvalidAnswer, parse_engine, parse_reading
from .backoff import MAX_ATTEMPTS, delay_seconds
from .client import Client
from .problems import Busy, DocumentRefused, ServiceAway, ServiceError, Unauthorized

__all__ = [
    "MAX_ATTEMPTS",
    "Busy",
    "Client",
    "DocumentRefused",
    "InvalidAddress",
    "InvalidAnswer",
    "ServiceAway",
    "ServiceError",
    "Unauthorized",
    "check_address",
    "delay_seconds",
    "parse_engine",
    "parse_reading",
]
