"""Objects in S3 that no attachment names any more: deleted records, and uploads without one."""

import logging

import psycopg2
from odoo.tools import split_every

_logger = logging.getLogger(__name__)

BATCH = 500  # objects that are looked up, and deleted, while new attachments have to wait


def collect(env, store):
    """Delete them; returns how many, or None where that has to wait. Commits.

    As upstream's ``_gc_file_store``: whoever stores a file holds the table until the record is
    committed, so under its SHARE lock all that is named can be seen.

    :raise S3Error: when the bucket is away
    """
    if reason := _not_now(env, store):
        _logger.warning("garbage in %s is left alone: %s", store.bucket, reason)
        return None
    cr = env.cr
    removed = 0
    for names in split_every(BATCH, store.names()):
        garbage = _unnamed(cr, names)
        cr.commit()  # for a new snapshot under the lock; pylint: disable=invalid-commit
        if not garbage:
            continue
        cr.execute("SET LOCAL lock_timeout TO '10s'")
        try:
            cr.execute("LOCK ir_attachment IN SHARE MODE", log_exceptions=False)
        except psycopg2.errors.LockNotAvailable:  # a long transaction, or a backup
            cr.rollback()
            return None
        garbage = _unnamed(cr, garbage)
        store.delete(garbage)
        cr.commit()  # the lock ends; pylint: disable=invalid-commit
        removed += len(garbage)
    _logger.info("%d objects that no attachment names removed from %s", removed, store.bucket)
    return removed


def _unnamed(cr, names):
    cr.execute("SELECT store_fname FROM ir_attachment WHERE store_fname IN %s", [tuple(names)])
    named = {name for (name,) in cr.fetchall()}
    return [name for name in names if name not in named]


def _not_now(env, store):
    """Why an object without an attachment may still be wanted."""
    get_param = env["ir.config_parameter"].sudo().get_param
    if get_param("database.is_neutralized"):
        return "this database is a copy, and its original may name them"
    env.cr.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'public_before_%%'")
    if row := env.cr.fetchone():
        return f"the schema {row[0]}, which a restore replaced, may name them"
    this, owner = get_param("database.uuid"), store.owner()
    if owner is None:
        store.claim(this)
    elif owner != this:
        return (
            f"the folder {store.folder} belongs to another database ({owner}, this one is {this}): "
            "set another S3_PREFIX and run move-attachments"
        )
    return None
