"""``entrypoint.sh restore``: a backup into an empty database, all of it or nothing.

Files first, then the database in one transaction, which is committed when the backup has proved to
be whole. What replaces (``--replace``) deletes nothing: the old tables stay in a schema of their
own.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Any

from boot import archive, database, move, postgres_programs, privileges, session
from boot.archive import Damaged
from boot.backup import ENDED, Refused
from boot.file_stores import BLOCK, Disk, FileStore, FileStores, spool
from boot.postgres_programs import ProgramError
from boot.progress import Progress
from boot.settings import Settings

_RELATIONS = """
    SELECT count(*) FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                       AND objid = pg_class.oid AND deptype = 'e')
"""
_EXTENSIONS = "SELECT extname FROM pg_extension WHERE extnamespace = 'public'::regnamespace"
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name LIKE 'odoo%%' AND pid <> pg_backend_pid()"
)


def restore(
    settings: Settings, source: str, report: Callable[[str], None], *, replacing: bool = False
) -> None:
    """Restore from the file ``source`` or from standard input (``-``).

    Raises :class:`Refused`, ``Damaged``, ``ProgramError``, ``S3Error``, ``OSError``,
    ``session.NoSession``, ``psycopg2.Error``; the database is then as it was.
    """
    with ExitStack() as stack:
        if source == "-":
            content: IO[bytes] = sys.stdin.buffer
        else:
            content = stack.enter_context(open(source, "rb"))
        database.wait_for_database(settings, report)
        stack.enter_context(session.locked(settings, report))
        connection = stack.enter_context(closing(session.connect(settings)))
        cursor = stack.enter_context(connection.cursor())
        prelude = _prelude(cursor, settings, replacing)
        stores = FileStores(settings)
        if settings.odoo_filestore == "db":  # through the disk, and from there into the database
            Path(settings.odoo_data_dir).mkdir(parents=True, exist_ok=True)
            folder = tempfile.TemporaryDirectory(dir=settings.odoo_data_dir, prefix="restore-")
            stores.disk = Disk(Path(stack.enter_context(folder)))
        server = connection.info.parameter_status("server_version")
        reader = _Reader(content, settings, stores, prelude, postgres_programs.major(server))
        reader.run(report)
        if settings.odoo_filestore == "db":
            move.move(settings, report, sys.stderr, stores)
        if settings.odoo_neutralize:  # a copy is another database than the one it is made from
            cursor.execute(
                "UPDATE ir_config_parameter SET value = gen_random_uuid() "
                "WHERE key = 'database.uuid'"
            )
        cursor.execute("ANALYZE")


def _prelude(cursor: Any, settings: Settings, replacing: bool) -> list[str]:
    """SQL that makes room. Raises :class:`Refused`."""
    if refused := privileges.faults(cursor, settings):
        raise Refused(" ".join(refused))
    cursor.execute(_RELATIONS)
    if not cursor.fetchone()[0]:
        return []
    if not replacing:
        raise Refused(
            f"database {settings.postgres_db} is not empty: name another one in POSTGRES_DB, or "
            "restore with --replace, which keeps what is there in a schema of its own"
        )
    cursor.execute(_OTHERS)
    if others := cursor.fetchone()[0]:
        raise Refused(
            f"Odoo is at work in database {settings.postgres_db} ({others} connections): stop it "
            "first"
        )
    aside = f"public_before_{datetime.now(timezone.utc):%Y%m%d%H%M%S}"
    cursor.execute(_EXTENSIONS)
    return [
        f"ALTER SCHEMA public RENAME TO {aside};",
        "CREATE SCHEMA public;",
        *(f"ALTER EXTENSION {_quoted(name)} SET SCHEMA public;" for (name,) in cursor.fetchall()),
        f"\\echo what was there is kept in the schema {aside}",
    ]


class _Reader:
    """One pass over the archive."""

    def __init__(
        self,
        content: IO[bytes],
        settings: Settings,
        stores: FileStores,
        prelude: list[str],
        server: int,
    ) -> None:
        self._content, self._settings = content, settings
        self._prelude, self._server = prelude, server
        self._store: FileStore = stores.disk
        if settings.odoo_filestore == "s3":
            assert stores.s3 is not None  # settings are refused otherwise
            self._store = stores.s3
        # lines of COPY: old and new store_fname
        self._renamed = tempfile.TemporaryFile()  # noqa: SIM115  as long as this object
        self._files = self._bytes = self._dumped = 0

    def run(self, report: Callable[[str], None]) -> None:
        try:
            with (
                self._renamed,
                tarfile.open(fileobj=self._content, mode="r|") as tar,
            ):
                self._run(tar, iter(tar), report)
        except (tarfile.TarError, EOFError) as error:
            raise Damaged(f"it is no whole backup: {error}") from None

    def _run(
        self,
        tar: tarfile.TarFile,
        members: Iterator[tarfile.TarInfo],
        report: Callable[[str], None],
    ) -> None:
        first = next(members, None)
        if first is None or first.name != archive.MANIFEST:
            raise Damaged("it is no backup of this product: it does not begin with a manifest")
        manifest = archive.parsed(tar.extractfile(first), archive.MANIFEST)
        if manifest.get("format") != archive.FORMAT:
            raise Damaged(f"its format is {manifest.get('format')}, not {archive.FORMAT}")
        report(
            f"backup of {manifest['database']}, made {manifest['made']}: Odoo {manifest['odoo']}, "
            f"PostgreSQL {manifest['server']}"
        )
        needed = max(self._server, postgres_programs.major(manifest["pg_dump"]))
        programs = {
            name: postgres_programs.path(name, at_least=needed) for name in ("pg_restore", "psql")
        }
        progress = Progress(manifest["files"], manifest["bytes"], sys.stderr)
        loading: _Loading | None = None
        try:
            for member in members:
                content = tar.extractfile(member)
                if content is None:
                    raise Damaged(f"{member.name!r} is not a file")
                if member.name == archive.END:
                    self._check(archive.parsed(content, archive.END))
                    if loading is None:
                        raise Damaged("it holds no database")
                    loading.commit(self._renamed)
                    for line in loading.said():
                        report(line)
                    loading = None
                    return
                if member.name.startswith(archive.DUMP):
                    if loading is None:
                        prelude = [*self._prelude, *_extensions(manifest)]
                        loading = _Loading(self._settings, programs, prelude, self._server)
                    loading.feed(content)
                    self._dumped += member.size
                else:
                    self._file(member, content)
                    progress.advance(member.size)
            raise Damaged("it breaks off before its end")
        finally:
            if loading:
                loading.abandon()

    def _file(self, member: tarfile.TarInfo, content: IO[bytes]) -> None:
        old = archive.store_fname(member.name)
        with spool() as file:
            while block := content.read(BLOCK):
                file.write(block)
            new = self._store.write(file)
        if new != old:
            self._renamed.write(f"{old}\t{new}\n".encode())
        self._files += 1
        self._bytes += member.size

    def _check(self, end: dict[str, Any]) -> None:
        found = {"files": self._files, "bytes": self._bytes, "dump": self._dumped}
        if any(end.get(name) != number for name, number in found.items()):
            raise Damaged(f"it holds {found}, and should hold {end}")


def _extensions(manifest: dict[str, Any]) -> list[str]:
    return [
        f"CREATE EXTENSION IF NOT EXISTS {_quoted(name)} WITH SCHEMA public;"
        for name in manifest.get("extensions", ())
    ]


def _quoted(name: str) -> str:
    return '"' + str(name).replace('"', '""') + '"'


class _Loading:
    """pg_restore → psql in one transaction. psql commits when its input ends, so it is ended by
    force when anything is wrong."""

    def __init__(
        self, settings: Settings, programs: dict[str, str], prelude: list[str], server: int
    ) -> None:
        environment = postgres_programs.environment(settings)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  as long as this object
        self._output = tempfile.TemporaryFile()  # noqa: SIM115  as long as this object
        self._psql = subprocess.Popen(
            [programs["psql"], "--no-psqlrc", "--quiet", "--single-transaction",
             "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-"],
            env=environment, stdin=subprocess.PIPE, stdout=self._output, stderr=self._errors,
        )  # fmt: skip
        self._pg_restore = subprocess.Popen(
            [programs["pg_restore"], "--file=-", "--no-owner", "--no-privileges",
             "--schema=public"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
        )  # fmt: skip
        self._server = server
        self._say("\n".join(prelude) + "\n")
        self._pump = threading.Thread(target=self._hand_on, daemon=True)
        self._pump.start()

    def _say(self, sql: str) -> None:
        assert self._psql.stdin is not None
        with suppress(BrokenPipeError):  # its status and its words say why
            self._psql.stdin.write(sql.encode())
            self._psql.stdin.flush()

    def _hand_on(self) -> None:
        source, target = self._pg_restore.stdout, self._psql.stdin
        assert source is not None
        assert target is not None
        with suppress(BrokenPipeError), source:
            first = True
            while block := source.read(BLOCK):
                if first and self._server < 17:  # a newer pg_restore sets what it does not know
                    block = block.replace(b"SET transaction_timeout = 0;\n", b"", 1)
                target.write(block)
                first = False
            target.flush()

    def feed(self, content: IO[bytes]) -> None:
        """The next part of the dump."""
        assert self._pg_restore.stdin is not None
        try:
            while block := content.read(BLOCK):
                self._pg_restore.stdin.write(block)
        except BrokenPipeError:
            self._failed()

    def commit(self, renamed: IO[bytes]) -> None:
        """``renamed``: lines of old and new ``store_fname``. Raises ``ProgramError``."""
        assert self._pg_restore.stdin is not None
        assert self._psql.stdin is not None
        with suppress(BrokenPipeError):
            self._pg_restore.stdin.close()
        self._pump.join()
        if self._pg_restore.wait() or self._psql.poll():
            self._failed()
        try:
            if renamed.tell():
                renamed.seek(0)
                self._psql.stdin.write(
                    b"CREATE TEMPORARY TABLE restored (old text PRIMARY KEY, new text NOT NULL);\n"
                    b"COPY restored FROM stdin;\n"
                )
                while block := renamed.read(BLOCK):
                    self._psql.stdin.write(block)
                self._psql.stdin.write(
                    b"\\.\nUPDATE public.ir_attachment SET store_fname = new FROM restored "
                    b"WHERE store_fname = old;\n"
                )
            # what is here from now on has not been backed up yet
            self._psql.stdin.write(
                f"DELETE FROM public.ir_config_parameter WHERE key = '{ENDED}';\n".encode()
            )
            self._psql.stdin.close()
        except BrokenPipeError:
            self._failed()
        if self._psql.wait():
            self._failed()

    def said(self) -> list[str]:
        self._output.seek(0)
        return self._output.read().decode(errors="replace").splitlines()

    def abandon(self) -> None:
        """Nothing is committed."""
        for process in (self._psql, self._pg_restore):
            process.kill()
            process.wait()

    def _failed(self) -> None:
        self.abandon()
        self._errors.seek(0)
        words = self._errors.read(4000).decode(errors="replace").strip()
        raise ProgramError(f"the database was not restored, and is as it was: {words}")
