"""Load this addon server-wide (``server_wide_modules``); it has no models and no data."""

from .corrections import apply


def post_load():
    """Called by Odoo once per process, before any registry and before any fork."""
    apply()
