"""A bucket of any S3, and attachments in it, by content. Knows neither Odoo nor a database."""

from .bucket import Bucket, Missing, S3Error, Unavailable
from .placement import belongs_in_database
from .store import Store, is_name
