"""``entrypoint.sh backup``: database and files as of one moment, as one stream.

While it runs, a transaction keeps that moment for pg_dump, and holds the table of attachments so
that no garbage is collected; everybody can go on working.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Any

from boot import archive, database, postgres_programs, session
from boot.file_stores import FileStores, spool
from boot.postgres_programs import ProgramError
from boot.progress import Progress
from boot.settings import Settings
from s3 import Missing

_PAGE = 1000
ENDED = "insightpulse.backup_ended"
"""System parameter: when the last backup ended well, and of which database that was. A copy has
another name or ``database.uuid``, and a restored database forgets it (see restore.py)."""


class Refused(Exception):
    """It was not begun; the message says why."""


def backup(settings: Settings, target: str, report: Callable[[str], None]) -> None:
    """Write to the file ``target``, or to standard output (``-``).

    Raises :class:`Refused`, ``ProgramError``, ``S3Error``, ``OSError``, ``psycopg2.Error``.
    """
    if fault := session.fault(settings):
        raise Refused(fault)
    with closing(session.connect(settings)) as connection, connection.cursor() as cursor:
        if not database.installed_modules(cursor):
            raise Refused(f"database {settings.postgres_db} holds no Odoo")
        server = postgres_programs.major(connection.info.parameter_status("server_version"))
        pg_dump = postgres_programs.path("pg_dump", at_least=server)
        with _output(target) as out:
            _write(cursor, settings, pg_dump, out, report)
        try:
            cursor.execute("ROLLBACK")  # the moment that was kept
            _note(cursor)
        except database.error() as error:
            report(f"the backup is whole, but its time was not noted: {database.first_line(error)}")


def default_name(settings: Settings) -> str:
    safe = re.sub(r"[^\w.-]", "_", settings.postgres_db)
    return f"{safe}-{datetime.now(timezone.utc):%Y%m%d-%H%M%S}.tar"


@contextmanager
def _output(target: str) -> Iterator[IO[bytes]]:
    """A file appears under its name when it is whole, and never in the place of another one."""
    if target == "-":
        if sys.stdout.isatty():
            raise Refused("standard output is a terminal: backup - > FILE, or backup FILE")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.exists():
        raise Refused(f"{path} exists: name another file, or remove it")
    if not path.parent.is_dir():
        raise Refused(f"the folder {path.parent} does not exist")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.link(partial, path)  # unlike a renaming, it does not replace what is there by now
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def _write(
    cursor: Any, settings: Settings, pg_dump: str, out: IO[bytes], report: Callable[[str], None]
) -> None:
    cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    # who collects garbage takes SHARE, which this keeps away; who works does not
    cursor.execute("LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE")
    cursor.execute("SELECT pg_export_snapshot()")
    snapshot = cursor.fetchone()[0]
    manifest = _manifest(cursor, settings, pg_dump)
    progress = Progress(manifest["files"], manifest["bytes"], sys.stderr)
    files = size = 0
    missing = []
    stores = FileStores(settings)
    with archive.Writer(out) as writer:
        writer.json(archive.MANIFEST, manifest)
        for name, expected in _names(cursor):
            member = archive.file_name(name)
            with spool() as content:
                try:
                    if not member:
                        raise Missing(f"{name!r} is not named by its content")
                    stores.read(name, content)
                except Missing as error:
                    missing.append(name)
                    report(f"a file is missing, and not in the backup: {error}")
                else:
                    length = content.seek(0, io.SEEK_END)
                    content.seek(0)
                    writer.file(member, content, length)
                    files, size = files + 1, size + length
            progress.advance(expected)
        dumped = _dump(settings, pg_dump, snapshot, writer)
        writer.json(
            archive.END, {"files": files, "bytes": size, "missing": missing, "dump": dumped}
        )
    report(
        f"backup of {settings.postgres_db}: {files} files of {size / 1e6:.1f} MB, "
        f"{len(missing)} missing, database {dumped / 1e6:.1f} MB"
    )


def _note(cursor: Any) -> None:
    """For the check of the backup's age, after the archive is whole."""
    cursor.execute(
        "SELECT current_database(), "
        "(SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')"
    )
    name, uuid = cursor.fetchone()
    ended = datetime.now(timezone.utc).isoformat(timespec="seconds")
    noted = {"ended": ended, "database": name, "uuid": uuid}
    database.set_parameter(cursor, ENDED, json.dumps(noted))


def _manifest(cursor: Any, settings: Settings, pg_dump: str) -> dict[str, Any]:
    cursor.execute(
        "SELECT count(DISTINCT store_fname), coalesce((SELECT sum(file_size) FROM (SELECT DISTINCT "
        "ON (store_fname) file_size FROM ir_attachment WHERE store_fname IS NOT NULL) f), 0), "
        "current_setting('server_version'), "
        "(SELECT latest_version FROM ir_module_module WHERE name = 'base'), "
        "(SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension "
        " WHERE extnamespace = 'public'::regnamespace) "
        "FROM ir_attachment WHERE store_fname IS NOT NULL"
    )
    files, size, server, odoo, extensions = cursor.fetchone()
    version = subprocess.run([pg_dump, "--version"], capture_output=True, text=True, check=True)
    return {
        "format": archive.FORMAT,
        "made": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "database": settings.postgres_db,
        "odoo": odoo,
        "server": server,
        "pg_dump": version.stdout.strip(),
        "extensions": extensions or [],
        "filestore": settings.odoo_filestore,
        "files": files,
        "bytes": int(size),
    }


def _names(cursor: Any) -> Iterator[tuple[str, int]]:
    """``(store_fname, bytes)``, each content once, page by page."""
    last = ""
    while True:
        cursor.execute(
            "SELECT store_fname, max(file_size) FROM ir_attachment WHERE store_fname > %s "
            "GROUP BY store_fname ORDER BY store_fname LIMIT %s",
            (last, _PAGE),
        )
        rows = cursor.fetchall()
        for name, size in rows:
            yield name, size or 0
        if len(rows) < _PAGE:
            return
        last = rows[-1][0]


def _dump(settings: Settings, pg_dump: str, snapshot: str, writer: archive.Writer) -> int:
    """Returns the dump's size in bytes."""
    command = [
        pg_dump, "--format=custom", "--no-owner", "--no-privileges", "--schema=public",
        f"--snapshot={snapshot}",
        "--exclude-table-data=public.http_sessions",  # a backup is not for logging in with
    ]  # fmt: skip
    size = 0
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, env=postgres_programs.environment(settings), stdout=subprocess.PIPE,
            stderr=errors, stdin=subprocess.DEVNULL,
        ) as process,
    ):  # fmt: skip
        assert process.stdout is not None
        try:
            while block := process.stdout.read(archive.PART):
                writer.part(block)
                size += len(block)
        except BaseException:
            process.kill()
            raise
        if process.wait():
            errors.seek(0)
            raise ProgramError(f"pg_dump failed: {errors.read(4000).decode(errors='replace')}")
    return size
