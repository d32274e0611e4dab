"""Move attachments to where new ones are kept: ``entrypoint.sh move-attachments``.

File by file, each in a transaction of its own, so that it can be interrupted and repeated, and
Odoo goes on meanwhile. A record follows only when its content is in the new place; one whose file
is missing is left as it is, and named.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from contextlib import closing
from typing import IO, Any, TextIO

from boot import session
from boot.file_stores import FileStores, spool
from boot.progress import Progress
from boot.settings import Settings
from s3 import Missing, belongs_in_database
from s3.placement import OF_THE_WEB_CLIENT, TINY

CHUNK = 4 << 20  # bytes of a file that the database is asked for, or given, at once

_IN_S3 = "store_fname LIKE 's3://%%'"
_STAYS_IN_DATABASE = "(file_size <= %(tiny)s OR coalesce(mimetype, '') = ANY(%(bundles)s))"
_ELSEWHERE = {
    "db": "store_fname IS NOT NULL",
    "disk": f"(db_datas IS NOT NULL OR {_IN_S3})",
    "s3": f"(store_fname IS NOT NULL AND NOT {_IN_S3} "
    f"OR db_datas IS NOT NULL AND NOT {_STAYS_IN_DATABASE})",
}
_VALUES = {"tiny": TINY, "bundles": list(OF_THE_WEB_CLIENT)}
_NAMES = {"db": "the database", "disk": "the disk", "s3": "S3"}


def _pending(target: str) -> str:
    return f"type = 'binary' AND file_size > 0 AND {_ELSEWHERE[target]}"


def pending(cursor: Any, settings: Settings) -> tuple[int, int]:
    """How many attachments are still to be moved, and their bytes."""
    cursor.execute(
        "SELECT count(*), coalesce(sum(file_size), 0) FROM ir_attachment "
        f"WHERE {_pending(settings.odoo_filestore)}",
        _VALUES,
    )
    count, size = cursor.fetchone()
    return count, int(size)


def in_s3(cursor: Any) -> int:
    cursor.execute(f"SELECT count(*) FROM ir_attachment WHERE {_IN_S3}", {})
    return int(cursor.fetchone()[0])


def move(
    settings: Settings,
    report: Callable[[str], None],
    out: TextIO,
    stores: FileStores | None = None,
) -> tuple[int, int]:
    """Returns how many were moved, and how many are missing. Raises ``S3Error``, ``OSError``."""
    stores = stores or FileStores(settings)
    target = settings.odoo_filestore
    moved = missing = 0
    with closing(session.connect(settings)) as connection, connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, file_size FROM ir_attachment WHERE {_pending(target)} ORDER BY id",
            _VALUES,
        )
        found = cursor.fetchall()
        progress = Progress(len(found), sum(size for _, size in found), out)
        for attachment, size in found:
            cursor.execute("BEGIN")
            try:
                moved += _move(cursor, stores, target, attachment)
            except Missing as error:
                cursor.execute("ROLLBACK")
                missing += 1
                report(f"attachment {attachment} is left as it is, its file is missing: {error}")
            else:
                cursor.execute("COMMIT")
            progress.advance(size)
    print(f"{moved} attachments moved to {_NAMES[target]}", file=out, flush=True)
    return moved, missing


def _move(cursor: Any, stores: FileStores, target: str, attachment: int) -> bool:
    # Who collects garbage waits for it: what is written now has its record before that.
    cursor.execute("LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE")
    cursor.execute(
        "SELECT store_fname, file_size, mimetype, octet_length(db_datas) FROM ir_attachment "
        f"WHERE id = %(id)s AND {_pending(target)} FOR UPDATE",
        _VALUES | {"id": attachment},
    )
    row = cursor.fetchone()
    if not row:  # deleted or moved meanwhile
        return False
    name, size, mimetype, length = row
    with spool() as content:
        if name:
            stores.read(name, content)
        else:
            _read_bytes(cursor, attachment, length, content)
        if target == "db" or (target == "s3" and belongs_in_database(size, mimetype)):
            _write_bytes(cursor, attachment, content)
            return True
        store = stores.s3 if target == "s3" else stores.disk
        assert store is not None  # settings are refused otherwise
        cursor.execute(
            "UPDATE ir_attachment SET store_fname = %s, db_datas = NULL WHERE id = %s",
            (store.write(content), attachment),
        )
    return True


def _read_bytes(cursor: Any, attachment: int, length: int, into: IO[bytes]) -> None:
    for start in range(0, length, CHUNK):
        cursor.execute(
            "SELECT substring(db_datas FROM %s FOR %s) FROM ir_attachment WHERE id = %s",
            (start + 1, CHUNK, attachment),
        )
        into.write(cursor.fetchone()[0])


def _write_bytes(cursor: Any, attachment: int, content: IO[bytes]) -> None:
    size = content.seek(0, io.SEEK_END)
    content.seek(0)
    if size <= CHUNK:
        cursor.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s",
            (content.read(), attachment),
        )
        return
    # a value in a statement is in memory five times over; this is a stream
    cursor.execute("CREATE TEMPORARY TABLE moved (content bytea) ON COMMIT DROP")
    cursor.copy_expert("COPY moved FROM STDIN (FORMAT binary)", _OneValue(content, size), 1 << 16)
    cursor.execute(
        "UPDATE ir_attachment SET store_fname = NULL, db_datas = (SELECT content FROM moved) "
        "WHERE id = %s",
        (attachment,),
    )


class _OneValue:
    """A file in the binary format of COPY that holds one row of one value.

    https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
    """

    def __init__(self, content: IO[bytes], size: int) -> None:
        begin = b"PGCOPY\n\xff\r\n\0" + struct.pack("!iihi", 0, 0, 1, size)
        self._parts: list[IO[bytes]] = [
            io.BytesIO(begin), content, io.BytesIO(struct.pack("!h", -1))
        ]  # fmt: skip

    def read(self, size: int) -> bytes:
        while self._parts:
            if block := self._parts[0].read(size):
                return block
            self._parts.pop(0)
        return b""
