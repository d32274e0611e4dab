"""A bucket of any S3, and attachments in it, by content. Knows neither Odoo nor a database."""

from .bucket import Bucket, Missing, S3Error, Unavailable
from .placement import belongs_in_database
from .signature import Key
from .store import Store, folder, is_name, place

__all__ = [
    "Bucket",
    "Key",
    "Missing",
    "S3Error",
    "Store",
    "Unavailable",
    "belongs_in_database",
    "folder",
    "is_name",
    "place",
]
