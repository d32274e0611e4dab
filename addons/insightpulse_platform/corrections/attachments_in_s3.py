"""Keep attachments in S3 when the deployment says so (``filestore = s3``).

Upstream, ``addons/base/models/ir_attachment.py`` knows the database and the disk, which the next
deployment throws away; it invites other stores to override its ``_file_*`` methods.

- A file is written before its record, so that no record ever points to nothing, also where a
  controller swallows the error (``web/controllers/binary.py: upload_attachment``). A file whose
  record is not committed is garbage.
- A file is read through a copy on the disk: all that works on a path still does, and no worker
  holds a large file in memory.
- When S3 does not answer, an upload fails with a message to its user, and a download with 503,
  which no browser keeps (an empty picture would be cached).
- Garbage is what the bucket holds and no record names: a list of it on the disk, as upstream has,
  would be lost with it. It is collected by the same nightly job, under the same lock.

Where the section names a bucket but ``filestore`` is another, what is in S3 can still be read.
"""

import contextlib
import io
import logging
import os

from odoo.exceptions import UserError
from odoo.http import Stream
from odoo.tools import config
from werkzeug.exceptions import NotFound, ServiceUnavailable

from .. import garbage, settings
from ..local_copies import LocalCopies
from ..s3 import (
    Missing,
    S3Error,
    Store,
    Unavailable,
    belongs_in_database,
    folder,
    is_name,
    place,
)

_logger = logging.getLogger(__name__)

RETRY_AFTER = 5
STORED = "insightpulse_platform.stored_in_s3"  # in the cursor's cache: checksum → name


class FileUnavailable(ServiceUnavailable):
    """503 that nobody may cache."""

    def get_headers(self, environ=None, scope=None):
        return [*super().get_headers(environ, scope), ("Cache-Control", "no-store")]


def not_readable():
    return FileUnavailable(
        "The file cannot be read at the moment, because the file storage does not answer. "
        "Nothing is lost. Please try again in a moment.",
        retry_after=RETRY_AFTER,
    )


def not_stored(error):
    if isinstance(error, Unavailable):
        return UserError(
            "The file was not uploaded, because the file storage does not answer. Nothing was "
            "saved. Please try again in a moment."
        )
    return UserError(
        "The file was not uploaded, because the file storage does not accept it. Nothing was "
        "saved. Please tell your administrator: the reason is in the server's log."
    )


class Files:
    """The files of one database: in the bucket, with copies on the disk."""

    def __init__(self, bucket, database):
        self.store = Store(bucket, folder(settings.s3_prefix(), database))
        own = os.path.basename(self.store.folder)
        self.copies = LocalCopies(os.path.join(config["data_dir"], "s3", own))

    def local(self, name):
        """Path of a copy, or of nothing where the object is missing.

        :raise FileUnavailable: when it cannot be had at the moment
        """
        try:
            copy = place(name)
            return str(self.copies.fetch(copy, lambda file: self.store.read(name, file)))
        except Missing as error:
            _logger.warning("%s", error)
            return str(self.copies.path("missing"))
        except (S3Error, OSError) as error:
            _logger.error("503 for %s: %s", name, error)
            raise not_readable() from None

    # no model; pylint: disable-next=method-required-super
    def write(self, cr, content):
        """Store ``content``; returns its name. Until the transaction ends it is no garbage.

        :raise UserError: when it was not stored
        """
        cr.execute("LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE")
        try:
            name = self.store.write(io.BytesIO(content))
        except S3Error as error:
            _logger.error("a file was not stored: %s", error)
            raise not_stored(error) from None
        with contextlib.suppress(OSError):  # it will be looked at soon
            self.copies.keep(place(name), lambda file: file.write(content))
        return name


def apply():
    bucket = settings.bucket()
    if not bucket:
        return
    from odoo import api
    from odoo.addons.base.models.ir_attachment import IrAttachment

    databases = {}

    def files(env):
        database = env.cr.dbname
        if database not in databases:
            databases[database] = Files(bucket, database)
        return databases[database]

    full_path = IrAttachment._full_path
    mark_for_gc = IrAttachment._mark_for_gc
    to_http_stream = IrAttachment._to_http_stream
    gc_file_store = IrAttachment._gc_file_store
    related_values = IrAttachment._get_datas_related_values

    @api.model
    def _full_path(self, path):
        return files(self.env).local(path) if is_name(path) else full_path(self, path)

    def _mark_for_gc(self, fname):
        if not is_name(fname):
            mark_for_gc(self, fname)

    def _to_http_stream(self):
        self.ensure_one()
        if not is_name(self.store_fname):
            return to_http_stream(self)
        path = self._full_path(self.store_fname)
        if not os.path.exists(path):
            raise NotFound("The file of this attachment is missing in the file storage.")
        return Stream(
            type="path", path=path, size=os.path.getsize(path), mimetype=self.mimetype,
            download_name=self.name, etag=self.checksum, last_modified=self.write_date,
            public=self.public,
        )  # fmt: skip

    @api.autovacuum
    def _gc_file_store(self):
        gc_file_store(self)
        try:
            garbage.collect(self.env, files(self.env).store)
        except S3Error as error:
            _logger.warning("garbage is collected another time: %s", error)

    IrAttachment._full_path = _full_path
    IrAttachment._mark_for_gc = _mark_for_gc
    IrAttachment._to_http_stream = _to_http_stream
    IrAttachment._gc_file_store = _gc_file_store
    if settings.filestore() != "s3":
        return

    @api.model
    def _storage(self):
        return "s3"

    @api.model
    def _get_storage_domain(self):
        return ["|", ("store_fname", "=", False), ("store_fname", "not like", "s3://")]

    @api.model
    def _get_path(self, bin_data, sha):
        return False, False  # only `_get_datas_related_values` knows what decides: the MIME type

    def _get_datas_related_values(self, data, mimetype):
        values = related_values(self, data, mimetype)
        if not data:
            return values
        if belongs_in_database(len(data), mimetype):
            values["db_datas"] = data
        else:
            values["store_fname"] = files(self.env).write(self.env.cr, data)
        stored = self.env.cr.cache.setdefault(STORED, {})
        stored[values["checksum"]] = values["store_fname"]
        return values

    @api.model
    def _file_write(self, bin_value, checksum):
        """Called after `_get_datas_related_values` has written; or by others, alone."""
        stored = self.env.cr.cache.get(STORED, {})
        if checksum in stored:
            return stored.pop(checksum)
        return files(self.env).write(self.env.cr, bin_value)

    IrAttachment._storage = _storage
    IrAttachment._get_storage_domain = _get_storage_domain
    IrAttachment._get_path = _get_path
    IrAttachment._get_datas_related_values = _get_datas_related_values
    IrAttachment._file_write = _file_write
