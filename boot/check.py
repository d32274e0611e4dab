"""Everything that is wrong, at once: environment, limits, database, ports, addons, storage.

Looks and changes nothing (a file in the data folder, an object in S3 and a table are made and
taken back). A broken
environment still gets the rest checked as far as it can be. No finding holds a secret.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any

from boot import (
    addons_path,
    database,
    file_stores,
    limits,
    mounts,
    move,
    neutralize,
    ports,
    privileges,
    read_only,
    services,
    session,
    upgrade,
)
from boot.settings import Settings, SettingsError, unknown
from s3 import S3Error, Unavailable, folder

OK, NOTE, WRONG = "ok", "note", "WRONG"


@dataclass(frozen=True)
class Finding:
    level: str
    area: str
    text: str

    def __str__(self) -> str:
        return f"{self.level:<5}  {self.area:<11}  {self.text}"


def everything(environment: Mapping[str, str], *, memory: int = 0) -> list[Finding]:
    """What :func:`report` prints; ``memory``: bytes of the instance as found on the machine."""
    found = [Finding(NOTE, "environment", sentence) for sentence in unknown(environment)]
    faults: list[str] = []
    try:
        settings = Settings.from_environment(environment, memory=memory)
        found.append(Finding(OK, "environment", "every variable is understood"))
    except SettingsError as error:
        faults = error.faults
        found += [Finding(WRONG, _area(fault), fault) for fault in faults]
        settings = Settings(**_UNSET | dict(error.values))
    checks = (
        ("limits", ("INSTANCE_MEMORY", "ODOO_LIMIT_MEMORY_"), _limits(settings, memory)),
        ("database", ("DATABASE_URL", "POSTGRES_"), _database(settings)),
        ("ports", ("PORT", "HTTP_INTERFACE", "INTERNAL_"), _ports(settings)),
        ("addons", ("ODOO_ADDONS_PATH",), _addons(settings)),
        ("services", ("OCR_SERVICE_URL", "OLLAMA_BASE_URL", "AI_PROVIDER"), _services(settings)),
        ("storage", ("ODOO_DATA_DIR", "ODOO_FILESTORE"), _storage(settings)),
        ("storage", ("S3_", "ODOO_FILESTORE"), _bucket(settings)),
    )
    for area, variables, findings in checks:
        if any(fault.startswith(variables) for fault in faults):
            found.append(Finding(NOTE, area, "not looked at: its variables are wrong"))
        else:
            found += findings
    return found


# in place of required variables that could not be understood; what needs them is not looked at
_UNSET = {variable.name: "" for variable in fields(Settings) if variable.default is MISSING}


def report(found: Iterable[Finding]) -> int:
    """Print them; returns the exit status: 0, or 78 when anything is wrong."""
    wrong = 0
    for finding in found:
        print(finding)
        wrong += finding.level == WRONG
    print({0: "Nothing is wrong.", 1: "1 thing is wrong."}.get(wrong, f"{wrong} things are wrong."))
    return upgrade.EX_CONFIG if wrong else 0


def _area(fault: str) -> str:
    memory = fault.startswith(("ODOO_LIMIT_MEMORY_", "INSTANCE_MEMORY"))
    return "limits" if memory else "environment"


def _limits(settings: Settings, found: int) -> Iterator[Finding]:
    if 0 < found < settings.memory:
        yield Finding(
            WRONG,
            "limits",
            f"INSTANCE_MEMORY={settings.memory} is more than the {found} ({_mib(found)}) that "
            "the control group allows: the kernel would end a process first. Leave it unset.",
        )
        return
    each = (
        f"each process up to {_mib(settings.limit_memory_hard)}, recycled beyond "
        f"{_mib(settings.limit_memory_soft)}"
    )
    if not settings.memory:
        yield Finding(NOTE, "limits", f"the instance's memory is unknown (INSTANCE_MEMORY); {each}")
        return
    together = f"{_mib(limits.budget(settings.memory))} of {_mib(settings.memory)} for all; {each}"
    yield Finding(OK, "limits", together)


def _mib(amount: int) -> str:
    return f"{amount // limits.MIB} MiB" if amount else "any amount"


def _database(settings: Settings) -> Iterator[Finding]:
    import psycopg2

    where = f"{settings.postgres_db} at {settings.postgres_host}:{settings.postgres_port}"
    try:
        with (
            closing(database.connect(settings, settings.postgres_db)) as connection,
            connection.cursor() as cursor,
        ):
            yield Finding(OK, "database", f"{where} answers: {_server(connection)}")
            yield from _encryption(settings, connection)
            yield from _content(settings, cursor)
            refused = privileges.faults(cursor, settings)
            yield from (Finding(WRONG, "privileges", sentence) for sentence in refused)
            if not refused:
                yield Finding(OK, "privileges", "no other role of a Data API can read Odoo's data")
    except psycopg2.OperationalError as error:
        if database.is_missing(settings, error):
            yield from _creation(settings)
        else:
            yield Finding(WRONG, "database", f"{where}: {_with_remedy(settings, error)}")
        return
    except psycopg2.Error as error:
        yield Finding(WRONG, "database", f"{where}: {database.first_line(error)}")
        return
    yield from _session(settings)


def _server(connection: Any) -> str:
    version = connection.info.parameter_status("server_version") or "unknown version"
    return f"PostgreSQL {version.split()[0]}"


def _encryption(settings: Settings, connection: Any) -> Iterator[Finding]:
    if connection.info.ssl_in_use:
        yield Finding(OK, "database", f"encrypted: {connection.info.ssl_attribute('protocol')}")
    elif not settings.is_local:
        yield Finding(
            NOTE,
            "database",
            f"not encrypted (POSTGRES_SSLMODE={settings.sslmode}): the password and all data can "
            "be read on the way. Set it to require, unless that network is this machine's own.",
        )


def _content(settings: Settings, cursor: Any) -> Iterator[Finding]:
    cursor.execute("SELECT current_user, has_schema_privilege(current_user, 'public', 'CREATE')")
    role, may_create = cursor.fetchone()
    if not may_create:
        text = f"{role} may not create tables. As the database's owner: "
        grant = f'GRANT ALL ON SCHEMA public TO "{role}";'
        yield Finding(WRONG, "database", text + grant)
    if sentence := read_only.fault(cursor, settings):
        yield Finding(WRONG, "database", sentence)
    missing = database.missing_modules(cursor, settings)
    if not database.installed_modules(cursor):
        yield Finding(NOTE, "database", f"empty; the next start installs {', '.join(missing)}")
        return
    changed = upgrade.changed_modules(cursor, settings)
    yield from _neutralized(settings, cursor)
    yield from _elsewhere(settings, cursor)
    if missing:
        yield Finding(NOTE, "database", f"the next start installs {', '.join(missing)}")
    if changed:
        yield Finding(NOTE, "database", f"the next start updates {', '.join(changed)}")
    if not missing and not changed:
        yield Finding(OK, "database", "Odoo's, and as the code wants it")


def _neutralized(settings: Settings, cursor: Any) -> Iterator[Finding]:
    if neutralize.is_neutralized(cursor):
        if not settings.odoo_neutralize:
            yield Finding(
                NOTE,
                "database",
                "it is a neutralized copy: no mail, no scheduled jobs, and files in S3 are never "
                "deleted. Not for production.",
            )
    elif settings.odoo_neutralize:
        yield Finding(
            NOTE,
            "database",
            "ODOO_NEUTRALIZE=1: the next start switches off mail servers and scheduled jobs, which "
            "cannot be undone. Not for production.",
        )


def _elsewhere(settings: Settings, cursor: Any) -> Iterator[Finding]:
    """Attachments that are still where an earlier ODOO_FILESTORE has put them."""
    count, size = move.pending(cursor, settings)
    if count:
        yield Finding(
            NOTE,
            "storage",
            f"{count} attachments ({size / 1e6:.1f} MB) are not kept where "
            f"ODOO_FILESTORE={settings.odoo_filestore} keeps new ones: run move-attachments",
        )
    if not settings.has_s3 and (lost := move.in_s3(cursor)):
        yield Finding(
            WRONG,
            "storage",
            f"{lost} attachments are in S3, and no S3_BUCKET is set: they cannot be opened. Set "
            "the S3_ variables.",
        )


def _creation(settings: Settings) -> Iterator[Finding]:
    """What there is to say of a database that does not exist."""
    import psycopg2

    name = settings.postgres_db
    try:
        with (
            closing(database.connect(settings, "postgres")) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            role, may_create = cursor.fetchone()
            yield from _encryption(settings, connection)
    except psycopg2.Error as error:
        text = f"{name} does not exist, and could not be created: {database.first_line(error)}"
        yield Finding(WRONG, "database", f'{text} As a superuser: CREATE DATABASE "{name}";')
        return
    if may_create:
        yield Finding(NOTE, "database", f"{name} does not exist; the next start creates it")
    else:
        yield Finding(
            WRONG,
            "database",
            f"{name} does not exist, and {role} may not create it. As a superuser: "
            f'CREATE DATABASE "{name}" OWNER "{role}"; or: ALTER ROLE "{role}" CREATEDB;',
        )
    yield from _session(replace(settings, postgres_db="postgres"))


_REMEDIES = {
    "could not translate host name": "Is POSTGRES_HOST right?",
    "Connection refused": "Does it run there, and is POSTGRES_PORT right?",
    "Network is unreachable": "Has it an IPv6 address only, as Supabase's direct one? Set "
    "POSTGRES_HOST to the pooler's.",
    "Tenant or user not found": "Behind Supabase's pooler POSTGRES_USER is ROLE.PROJECT.",
    "timeout expired": "Does a firewall let this machine in?",
    "password authentication failed": "Are POSTGRES_USER and POSTGRES_PASSWORD right?",
    "server does not support SSL": "Set POSTGRES_SSLMODE=disable only if that network is private.",
    "root certificate file": "Put the server's CA there (~/.postgresql/root.crt), or set "
    "POSTGRES_SSLMODE=require, which encrypts without checking who answers.",
    "certificate verify failed": "Is that the server's CA in ~/.postgresql/root.crt?",
    "no pg_hba.conf entry": "Let this role and address in, or set POSTGRES_SSLMODE=require.",
}


def _with_remedy(settings: Settings, error: Exception) -> str:
    remedy = next((hint for words, hint in _REMEDIES.items() if words in str(error)), "")
    return f"{database.first_line(error)} {remedy}".strip()


def _session(settings: Settings) -> Iterator[Finding]:
    import psycopg2

    try:
        sentence = session.fault(settings)
    except psycopg2.Error as error:
        yield Finding(
            WRONG,
            "database",
            f"POSTGRES_SESSION_PORT={settings.session_port}: {_with_remedy(settings, error)}",
        )
        return
    if sentence:
        yield Finding(WRONG, "database", sentence)
    else:
        yield Finding(OK, "database", f"port {settings.session_port} keeps sessions")


def _ports(settings: Settings) -> Iterator[Finding]:
    refused = [Finding(WRONG, "ports", sentence) for sentence in ports.faults(settings)]
    numbers = [str(port) for _host, port in ports.wanted(settings).values()]
    yield from refused or [Finding(OK, "ports", f"{', '.join(numbers)}: free, or ours already")]


def _addons(settings: Settings) -> Iterator[Finding]:
    folders = settings.odoo_addons_path
    refused = [Finding(WRONG, "addons", sentence) for sentence in addons_path.faults(folders)]
    yield from refused or [Finding(OK, "addons", f"found in {', '.join(folders)}")]


def _services(settings: Settings) -> Iterator[Finding]:
    silent = [Finding(NOTE, "services", sentence) for sentence in services.silent(settings)]
    yield from silent or [Finding(OK, "services", "each answers")]


def _storage(settings: Settings) -> Iterator[Finding]:
    data_dir, file_store = Path(settings.odoo_data_dir), settings.odoo_filestore
    existing = next(folder for folder in (data_dir, *data_dir.parents) if folder.is_dir())
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        yield Finding(
            WRONG,
            "storage",
            f"ODOO_DATA_DIR={str(data_dir)!r} cannot be written ({error.strerror}). Give it to "
            f"the user that Odoo runs as: chown -R {os.geteuid()} {existing}",
        )
        return
    kind = mounts.kind_of(existing)
    if file_store == "disk" and kind in mounts.EPHEMERAL:
        yield Finding(
            WRONG,
            "storage",
            f"ODOO_DATA_DIR={str(data_dir)!r} is thrown away with the container ({kind}), and "
            "attachments are kept there. Mount a volume, or set ODOO_FILESTORE=s3 or db and run "
            "move-attachments.",
        )
    else:
        where = {"db": "in the database", "s3": "in S3"}.get(
            file_store, f"in {data_dir}, which stays"
        )
        yield Finding(OK, "storage", f"{data_dir} can be written; attachments are {where}")


_OF_S3 = {
    "InvalidAccessKeyId": "Is S3_ACCESS_KEY_ID right?",
    "SignatureDoesNotMatch": "Is S3_SECRET_ACCESS_KEY right, and S3_REGION?",
    "AuthorizationHeaderMalformed": "Is S3_REGION right?",
    "PermanentRedirect": "Is S3_REGION the bucket's, and S3_ENDPOINT_URL of that region?",
    "NoSuchBucket": "Is S3_BUCKET right? Make the bucket, private, if it is not there.",
    "AccessDenied": "Give the key the right to read, write, list and delete in this bucket.",
    "RequestTimeTooSkewed": "Set this machine's clock.",
}


def _bucket(settings: Settings) -> Iterator[Finding]:
    """Writes an object, reads it back, lists it, and deletes it."""
    if not settings.has_s3:
        return
    bucket = file_stores.bucket(settings)
    probe = f"{folder(settings.s3_prefix, settings.postgres_db)}/check-{secrets.token_hex(8)}"
    content = secrets.token_bytes(64)
    try:
        bucket.put(probe, io.BytesIO(content), len(content), hashlib.sha256(content).hexdigest())
        into = io.BytesIO()
        bucket.get(probe, into)
        listed = list(bucket.keys(probe))
        bucket.delete([probe])
    except Unavailable as error:
        yield Finding(
            WRONG,
            "storage",
            f"{error}. Is S3_ENDPOINT_URL right? Without it files can neither be opened nor "
            "uploaded.",
        )
    except S3Error as error:
        yield Finding(WRONG, "storage", f"{error}. {_OF_S3.get(error.code, '')}".strip())
    else:
        if into.getvalue() == content and listed == [probe]:
            yield Finding(OK, "storage", f"{bucket}: objects can be written, read and deleted")
        else:
            yield Finding(
                WRONG,
                "storage",
                f"{bucket} does not give back what was written: is S3_ENDPOINT_URL an S3?",
            )
