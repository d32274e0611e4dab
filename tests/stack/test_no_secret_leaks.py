"""Where the secrets of the environment get to: one file of mode 0600, and nowhere else.

Each secret that boot/settings.py knows, also one that is added later, gets a value that nothing
else has. The product is started, used and broken with them; then all that it left is searched.
"""

from __future__ import annotations

import base64
import os
import re
import stat
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx
import pytest

from boot import configuration
from boot.settings import Settings
from native.processes import descendants

from ..product import command_lines, database, documents, reading
from ..product.client import Client, OdooError
from ..product.running import DATABASE, Stack
from .conftest import make_whole

SECRETS = [variable for variable in fields(Settings) if variable.metadata["secret"]]
# what entrypoint.sh hands on, and what the launcher of the native Odoo adds
HANDED_ON = {
    "PATH", "HOME", "LANG", "TZ",
    "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_",
}  # fmt: skip
LAUNCHER = {"PWD", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
ROLE = "keeper"
VERBS = ("check", "config", "upgrade")


def secrets(stack: Stack) -> dict[str, str]:
    """``variable → value``; the database's password has all that an address must encode."""
    mark = os.urandom(8).hex()
    found = {variable.metadata["name"]: f"{variable.name}-secret-{mark}" for variable in SECRETS}
    password = f"p:a/s?s#w@o%r;d&=+-{mark}"
    login = f"{ROLE}:{quote(password, safe='')}"
    address = f"127.0.0.1:{stack.ports['postgres']}/{DATABASE}"
    return found | {
        "POSTGRES_PASSWORD": password,
        "DATABASE_URL": f"postgresql://{login}@{address}",
    }


def forms(secret: str) -> set[bytes]:
    """How ``secret`` could be written down."""
    raw = secret.encode()
    return {
        raw,
        quote(secret, safe="").encode(),
        quote_plus(secret).encode(),
        base64.b64encode(raw).rstrip(b"="),
        repr(secret)[1:-1].encode(),
    }


@dataclass
class Left:
    """What the product left behind, by where: command lines, outputs, answers, environments."""

    secrets: dict[str, str]
    places: dict[str, bytes] = field(default_factory=dict)
    command_lines: set[bytes] = field(default_factory=set)
    environments: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def left(stack: Stack) -> Iterator[Left]:
    make_whole(stack)
    before = dict(stack.settings)
    known = secrets(stack)
    _create_role(stack, known["POSTGRES_PASSWORD"])
    stack.settings |= known | {
        "POSTGRES_USER": ROLE,
        "OCR_TOKEN": known["OCR_SERVICE_TOKEN"],
        "ODOO_LOG_LEVEL": "debug",
    }
    sealing = configuration.sealing_key(known["ODOO_ADMIN_PASSWORD"])
    found = Left(known | {"what keys are encrypted with": sealing})
    try:
        with command_lines.watched() as found.command_lines:
            stack.restart("ocr")
            stack.restart("odoo")
            stack.await_ocr()
            _use(stack, found)
            _break(stack, found)
            for verb in VERBS:
                _run(stack, found, verb)
            _run(stack, found, "config", PORT="none", DATABASE_URL=known["DATABASE_URL"] + "#@")
            _run(stack, found, "shell", text=b"import os; print(dict(os.environ))")
            _look_at_environments(stack, found)
        yield found
    finally:
        stack.settings.clear()
        stack.settings |= before
        make_whole(stack)
        stack.restart("ocr")
        stack.restart("odoo")


def _create_role(stack: Stack, password: str) -> None:
    db = database.Watcher(stack)
    if not db.rows("SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
        db.rows(f"CREATE ROLE {ROLE} LOGIN SUPERUSER")
    db.rows(f"ALTER ROLE {ROLE} PASSWORD %s", password)


def _use(stack: Stack, found: Left) -> None:
    client = Client(stack.url, DATABASE, "admin", "admin")
    settings_page = client.call("res.config.settings", "onchange", [], {}, [], {})
    found.places["settings page"] = repr(settings_page).encode()
    upload = client.upload_bill("rechnung.pdf", documents.fresh_scan())
    assert reading.await_state(client, upload, "read", "failed")["state"] == "read"
    with pytest.raises(OdooError):
        Client(stack.url, DATABASE, "admin", "not the password")
    answers = []
    with httpx.Client(base_url=stack.url, timeout=60, trust_env=False) as http:
        for path in ("/web/login", "/web/database/manager", "/web/health", "/nowhere"):
            answers.append(http.get(path).text)
        # even the right master password is not repeated
        for path in ("/web/database/list", "/web/database/drop", "/web/database/backup"):
            form = {"master_pwd": found.secrets["ODOO_ADMIN_PASSWORD"], "name": "nowhere"}
            answers.append(http.post(path, data=form).text)
        call = {
            "jsonrpc": "2.0", "method": "call",
            "params": {"service": "db", "method": "drop",
                       "args": [found.secrets["ODOO_ADMIN_PASSWORD"], "nowhere"]},
        }  # fmt: skip
        answers.append(http.post("/jsonrpc", json=call).text)
    found.places["answers"] = "\n".join(answers).encode()
    found.places["report"] = client.get("/insightpulse_health/report").content
    _ask_for_health(stack, found, "whole")


def _break(stack: Stack, found: Left) -> None:
    """The OCR service is gone while a bill waits for it, then PostgreSQL for everybody."""
    client = Client(stack.url, DATABASE, "admin", "admin")
    stack.children.pop("ocr").kill()
    upload = client.upload_bill("rechnung.pdf", documents.fresh_scan())
    _run(stack, found, "check", name="check without OCR")
    document = reading.document_of(client, upload)
    found.places["document"] = repr(document).encode()
    found.places["chatter"] = repr(reading.messages(client, upload)).encode()
    stack.children.pop("postgres").stop()
    with suppress(httpx.HTTPError):
        found.places["outage"] = client.get("/odoo").content
    _ask_for_health(stack, found, "broken")
    _run(stack, found, "check", name="check without PostgreSQL")
    stack.start_postgres()
    make_whole(stack)
    stack.await_odoo()


def _ask_for_health(stack: Stack, found: Left, state: str) -> None:
    """As monitoring does, which has the token."""
    headers = {"Authorization": f"Bearer {found.secrets['HEALTH_TOKEN']}"}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=60, trust_env=False) as http:
        for path in ("/health", "/health/ready", "/metrics", "/status"):
            answer = http.get(path)
            assert answer.status_code != 401
            found.places[f"{path} when {state}"] = str(answer.headers).encode() + answer.content


def _run(
    stack: Stack,
    found: Left,
    verb: str,
    *options: str,
    name: str = "",
    text: bytes = b"",
    **changes: str,
) -> None:
    done = subprocess.run(
        [stack.places.checkout / "entrypoint.sh", verb, *options],
        env=stack.odoo_environment() | {"RUN_DIR": str(stack.workdir / "run-of-verbs")} | changes,
        cwd=stack.workdir, input=text,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=300,
    )  # fmt: skip
    assert done.stdout or verb == "upgrade"
    found.places[name or f"output of {verb} {' '.join(changes)}".strip()] = done.stdout


def _look_at_environments(stack: Stack, found: Left) -> None:
    entrypoint = stack.children["odoo"].pid
    for pid, command in descendants(entrypoint).items():
        with suppress(OSError):
            raw = Path(f"/proc/{pid}/environ").read_bytes()
            found.places[f"environment of {command[:60]} ({pid})"] = raw
            if not command.startswith("nginx: "):  # its title is written over its environment
                found.environments[f"{command[:60]} ({pid})"] = {
                    item.split(b"=")[0].decode() for item in raw.split(b"\0") if item
                }


def leaks(found: Left, places: dict[str, bytes]) -> list[str]:
    return [
        f"{name} in {place}"
        for name, secret in found.secrets.items()
        for place, content in places.items()
        if any(form in content for form in forms(secret))
    ]


def test_every_secret_is_in_use(left):
    assert len(left.secrets) >= 5
    assert len(set(left.secrets.values())) == len(left.secrets)


def test_none_is_in_an_output_or_an_answer(left):
    assert {f"output of {verb}" for verb in VERBS} <= left.places.keys()
    assert leaks(left, left.places) == []


def test_none_was_in_a_command_line(left):
    seen = b"\n".join(left.command_lines)
    for part in (rb"entrypoint\.sh", rb"-m\0boot\0upgrade", rb"odoo\.conf", rb"nginx"):
        assert re.search(part, seen), f"{part!r} was not seen at all"
    print(f"{len(left.command_lines)} command lines")
    assert leaks(left, {"a command line": seen}) == []


def test_none_is_in_a_log(left, stack):
    logs = {str(path): path.read_bytes() for path in stack.logs.iterdir()}
    assert any(b" DEBUG " in content for content in logs.values())
    assert leaks(left, logs) == []


def test_odoo_and_nginx_are_given_no_variable_of_ours(left):
    assert len(left.environments) >= 6
    for process, names in left.environments.items():
        assert names <= HANDED_ON | LAUNCHER, process


def test_what_odoo_starts_would_inherit_none(left):
    """wkhtmltopdf, for example; what a process adds to its own environment, /proc does not show."""
    inherited = left.places["output of shell"]
    assert b"'MALLOC_ARENA_MAX': '2'" in inherited
    assert b"SESSION_DB_URI" not in inherited
    assert leaks(left, {"the environment": inherited}) == []


def test_one_file_holds_them_and_only_its_owner_can_read_it(left, stack):
    holders = {}
    for path in stack.workdir.rglob("*"):
        ours = path.is_file() and "postgres" not in path.relative_to(stack.workdir).parts
        if ours and (names := leaks(left, {path.name: path.read_bytes()})):
            holders[path] = names
    expected = {stack.workdir / folder / "odoo.conf" for folder in ("run", "run-of-verbs")}
    assert holders.keys() == expected
    for path, names in holders.items():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert "ODOO_ADMIN_PASSWORD in odoo.conf" not in names, "it is a hash there"
    for path in (stack.workdir / "run").iterdir():
        if path.is_file():
            assert not stat.S_IMODE(path.stat().st_mode) & 0o022


def test_none_is_in_the_database(left, stack):
    """Nor the master password's hash: what is in the database reaches backups and copies."""
    dumped = subprocess.run(
        [stack.environment.postgres_binaries / "pg_dump", "--data-only",
         "--host=127.0.0.1", f"--port={stack.ports['postgres']}", "--username=odoo", DATABASE],
        env={"PGPASSWORD": stack.postgres.password}, capture_output=True, check=True,
    )  # fmt: skip
    assert b"ir_config_parameter" in dumped.stdout
    assert leaks(left, {"the database": dumped.stdout}) == []
