"""Where the files of attachments lie outside the database: Odoo's folder on the disk, or a bucket.

Both take any seekable file and name it by its content; both read into a file. ``store_fname`` of
an attachment says by its form which of them has it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import IO, Protocol

from boot.settings import Settings
from s3 import Bucket, Key, Missing, Store, folder, is_name

BLOCK = 1 << 18
SPOOL = 8 << 20
"""Bytes of one file that are held in memory; what is larger goes through a file in TMPDIR."""


class FileStore(Protocol):
    def write(self, content: IO[bytes]) -> str: ...
    def read(self, name: str, into: IO[bytes]) -> None: ...


class Disk:
    """Odoo's own: ``ab/ab…``, the SHA-1 of the content in hexadecimal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, content: IO[bytes]) -> str:
        """Raises ``FileExistsError`` where another content of the same SHA-1 is there."""
        content.seek(0)
        digest = hashlib.sha1(usedforsecurity=False)
        while block := content.read(BLOCK):
            digest.update(block)
        name = f"{digest.hexdigest()[:2]}/{digest.hexdigest()}"
        path = self.folder / name
        if path.is_file():
            if not _same(content, path):
                raise FileExistsError(f"{path} has another content, of the same SHA-1")
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        content.seek(0)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as partial:
            try:
                shutil.copyfileobj(content, partial, BLOCK)
                os.chmod(partial.name, 0o644)
                os.replace(partial.name, path)
            except BaseException:
                os.unlink(partial.name)
                raise
        return name

    def read(self, name: str, into: IO[bytes]) -> None:
        """Raises :class:`s3.Missing`."""
        try:
            # as Odoo's _full_path: without dots, no name leads out of the folder
            with (self.folder / re.sub("[.:]", "", name).strip("/\\")).open("rb") as file:
                shutil.copyfileobj(file, into, BLOCK)
        except (FileNotFoundError, IsADirectoryError) as error:
            raise Missing(str(error)) from None


class FileStores:
    """Those of one database."""

    def __init__(self, settings: Settings, *, total: float = 600.0) -> None:
        """``total``: seconds that one file may take; nobody waits for these at a browser."""
        database = settings.postgres_db
        self.disk = Disk(Path(settings.odoo_data_dir) / "filestore" / database)
        self.s3: Store | None = None
        if settings.has_s3:
            self.s3 = Store(bucket(settings, total=total), folder(settings.s3_prefix, database))

    def read(self, name: str, into: IO[bytes]) -> None:
        """Raises :class:`s3.Missing`, and ``NoBucket`` for a file in S3 without settings of one."""
        if not is_name(name):
            self.disk.read(name, into)
        elif self.s3:
            self.s3.read(name, into)
        else:
            raise NoBucket(
                f"{name} lies in S3, and no bucket is set: S3_BUCKET and the other S3_ variables "
                "are needed until move-attachments has brought everything elsewhere"
            )


class NoBucket(Exception):
    """A file lies in S3, and the environment names no bucket."""


def bucket(settings: Settings, *, total: float = 60.0) -> Bucket:
    key = Key(settings.s3_access_key_id, settings.s3_secret_access_key, settings.s3_region)
    return Bucket(settings.s3_endpoint_url, settings.s3_bucket, key, total=total)


def spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=SPOOL)


def _same(content: IO[bytes], path: Path) -> bool:
    content.seek(0)
    with path.open("rb") as file:
        while True:
            one, two = content.read(BLOCK), file.read(BLOCK)
            if one != two or not one:
                return one == two
