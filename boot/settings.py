"""The environment variables that this product understands, each defined once.

``Settings.from_environment`` reads them all and reports every mistake at once, as
:class:`SettingsError`. Nothing else in :mod:`boot` looks at ``os.environ``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from boot import database_url, limits


class SettingsError(ValueError):
    """One or more variables are wrong.

    ``faults`` holds a sentence for each: the variable, its value, and the remedy. ``values``
    holds what could be understood all the same, by the names of :class:`Settings`.
    """

    def __init__(self, faults: list[str], values: Mapping[str, Any]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
        self.values = values


def _text(value: str) -> str:
    if "\n" in value or "\r" in value:
        raise ValueError("must be a single line")
    return value.strip()


def _required(value: str) -> str:
    value = _text(value)
    if not value:
        raise ValueError("must not be empty")
    return value


def _secret(value: str) -> str:
    """As it is: a password that is not quite the right one is the hardest fault to find."""
    if value != _text(value):
        raise ValueError("must neither begin nor end with a blank: Odoo's file cannot hold that")
    return value


def _required_secret(value: str) -> str:
    return _required(_secret(value))


def _whole_number(minimum: int, maximum: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ValueError("must be a whole number") from None
        if not minimum <= number <= maximum:
            raise ValueError(f"must lie between {minimum} and {maximum}")
        return number

    return parse


_port = _whole_number(1, 65535)


def _switch(value: str) -> bool:
    try:
        return {"1": True, "true": True, "0": False, "false": False, "": False}[value.lower()]
    except KeyError:
        raise ValueError("must be 1 or 0") from None


def _names(value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in names:
        if not name.replace("_", "a").isalnum():
            raise ValueError(f"{name!r} is not a module name")
    return names


def _folders(value: str) -> tuple[str, ...]:
    return tuple(folder for folder in value.split(":") if folder)


def _networks(value: str) -> tuple[str, ...]:
    """Addresses and networks, separated by commas; ``none``: there are none."""
    names = [name.strip() for name in value.split(",") if name.strip()]
    if names == ["none"]:
        return ()
    try:
        return tuple(str(ip_network(name)) for name in names)
    except ValueError as error:
        raise ValueError(
            f"must be none, or networks such as 10.0.0.0/8, separated by commas: {error}"
        ) from None


def _header_name(value: str) -> str:
    value = _required(value)
    if not value.replace("-", "a").isalnum() or not value.isascii():
        raise ValueError("must be the name of a header, such as X-Forwarded-For")
    return value


def _url(value: str) -> str:
    value = _text(value).rstrip("/")
    if value:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an address such as http://ocr:8868")
    return value


def _s3_endpoint(value: str) -> str:
    value = _url(value)
    parts = urlsplit(value)
    if parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError("must be an address such as https://sgp1.digitaloceanspaces.com")
    return value


def _s3_bucket(value: str) -> str:
    value = _text(value)
    if value and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}", value):
        raise ValueError("is not the name of a bucket")
    return value


def _s3_prefix(value: str) -> str:
    value = _text(value).strip("/")
    for part in value.split("/") if value else ():
        if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", part):
            raise ValueError("must consist of names of letters, digits, - _ . with / between them")
    return value


def _database_user(value: str) -> str:
    value = _required(value)
    if value == "postgres":
        raise ValueError("Odoo refuses to work as 'postgres'; create a role of its own")
    return value


FILE_STORES = ("disk", "db", "s3")
PRIVATE_NETWORKS = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7",
)  # fmt: skip
LOG_FORMATS = ("text", "json")
AI_PROVIDERS = ("ollama", "openai", "none")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
TRANSACTION_POOLER_PORT, SESSION_PORT = 6543, 5432  # of Supabase, on the same host
_PREFIXES = ("ODOO_", "POSTGRES_", "S3_")
_OF_OTHERS = {"ODOO_BIN", "ODOO_RC", "ODOO_SOURCE", "ODOO_VERSION"}  # entrypoint, image, make run
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def _check_names(value: str) -> str:
    """Names of checks such as ``database:responseTime``, separated by commas."""
    names = [name.strip() for name in value.split(",") if name.strip()]
    for name in names:
        if not re.fullmatch(r"[A-Za-z0-9_]+:[A-Za-z0-9_]+", name):
            raise ValueError(f"{name!r} is not the name of a check, such as database:responseTime")
    return ",".join(names)


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return value

    return parse


def _variable(
    name: str, parse: Callable[[str], Any], help: str, default: Any = MISSING, secret: bool = False
) -> Any:
    metadata = {"name": name, "parse": parse, "help": help, "secret": secret}
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything the environment decides. Secrets can also come from a file: ``NAME_FILE``."""

    database_url: tuple[tuple[str, str], ...] = _variable(
        "DATABASE_URL",
        database_url.parts,
        "postgresql://… instead of POSTGRES_*",
        (),
        secret=True,
    )
    postgres_host: str = _variable("POSTGRES_HOST", _required, "database server")
    postgres_port: int = _variable("POSTGRES_PORT", _port, "its port", 5432)
    postgres_session_port: int | None = _variable(
        "POSTGRES_SESSION_PORT",
        _port,
        "its port that keeps a connection's session, where POSTGRES_PORT is a transaction pooler's",
        None,
    )
    postgres_sslmode: str | None = _variable(
        "POSTGRES_SSLMODE", _one_of(*SSL_MODES), "how far its TLS is insisted on, see libpq", None
    )
    postgres_user: str = _variable("POSTGRES_USER", _database_user, "database role")
    postgres_password: str = _variable(
        "POSTGRES_PASSWORD", _required_secret, "password of that role", secret=True
    )
    postgres_db: str = _variable("POSTGRES_DB", _required, "database of this Odoo", "odoo")

    port: int = _variable("PORT", _port, "the one public port", 8069)
    http_interface: str = _variable("HTTP_INTERFACE", _required, "address it binds to", "0.0.0.0")
    trusted_proxies: tuple[str, ...] = _variable(
        "TRUSTED_PROXIES",
        _networks,
        "networks whose word is taken for a visitor's address and scheme",
        PRIVATE_NETWORKS,
    )
    client_address_header: str = _variable(
        "CLIENT_ADDRESS_HEADER",
        _header_name,
        "header in which they name the visitor's address",
        "X-Forwarded-For",
    )
    login_attempts_per_minute: int = _variable(
        "LOGIN_ATTEMPTS_PER_MINUTE",
        _whole_number(0, 100_000),
        "attempts to log in that one address has; 0: any number",
        30,
    )
    internal_http_port: int = _variable(
        "INTERNAL_HTTP_PORT", _port, "loopback port of Odoo's HTTP workers", 8071
    )
    internal_evented_port: int = _variable(
        "INTERNAL_EVENTED_PORT", _port, "loopback port of Odoo's evented process", 8072
    )

    odoo_admin_password: str = _variable(
        "ODOO_ADMIN_PASSWORD", _required_secret, "master password (kept as a hash)", secret=True
    )
    odoo_workers: int = _variable("ODOO_WORKERS", _whole_number(0, 64), "HTTP workers", 2)
    odoo_max_cron_threads: int = _variable(
        "ODOO_MAX_CRON_THREADS", _whole_number(0, 16), "cron workers", 1
    )
    odoo_db_maxconn: int = _variable(
        "ODOO_DB_MAXCONN", _whole_number(4, 512), "database connections of each process", 8
    )
    instance_memory: int | None = _variable(
        "INSTANCE_MEMORY", limits.size, "memory of the whole instance", None
    )
    odoo_limit_memory_hard: int | None = _variable(
        "ODOO_LIMIT_MEMORY_HARD",
        _whole_number(0, 2**40),
        "bytes of memory that a process cannot exceed",
        None,
    )
    odoo_limit_memory_soft: int | None = _variable(
        "ODOO_LIMIT_MEMORY_SOFT",
        _whole_number(0, 2**40),
        "bytes of memory after which a worker is recycled",
        None,
    )
    odoo_limit_time_cpu: int = _variable(
        "ODOO_LIMIT_TIME_CPU", _whole_number(1, 86400), "CPU seconds of one request", 60
    )
    odoo_limit_time_real: int = _variable(
        "ODOO_LIMIT_TIME_REAL", _whole_number(1, 86400), "seconds of one request", 120
    )
    odoo_init_modules: tuple[str, ...] = _variable(
        "ODOO_INIT_MODULES",
        _names,
        "modules installed before the first start, separated by commas",
        ("web", "queue_job"),
    )
    odoo_with_demo: bool = _variable(
        "ODOO_WITH_DEMO", _switch, "1 creates the database with demo data", False
    )
    odoo_addons_path: tuple[str, ...] = _variable(
        "ODOO_ADDONS_PATH", _folders, "folders of addons, separated by colons", ()
    )
    odoo_data_dir: str = _variable(
        "ODOO_DATA_DIR", _required, "files, while they are on the disk", "/var/lib/odoo"
    )
    odoo_filestore: str = _variable(
        "ODOO_FILESTORE", _one_of(*FILE_STORES), "where attachments lie: disk, db or s3", "disk"
    )
    odoo_neutralize: bool = _variable(
        "ODOO_NEUTRALIZE", _switch, "1 for a copy of production: no mail, no scheduled jobs", False
    )
    odoo_database_manager: bool = _variable(
        "ODOO_DATABASE_MANAGER", _switch, "1 opens /web/database to whoever knows a password", False
    )
    odoo_log_level: str = _variable("ODOO_LOG_LEVEL", _required, "Odoo's log level", "info")
    odoo_log_format: str = _variable(
        "ODOO_LOG_FORMAT", _one_of(*LOG_FORMATS), "form of Odoo's log: text or json", "text"
    )

    health_token: str = _variable(
        "HEALTH_TOKEN", _secret, "bearer token of /health and /metrics", "", secret=True
    )
    status_page: str = _variable(
        "STATUS_PAGE", _check_names, "checks that everybody may see at /status", ""
    )
    postgres_size_limit: int | None = _variable(
        "POSTGRES_SIZE_LIMIT", limits.size, "size that the database may have", None
    )
    backup_days: int = _variable(
        "BACKUP_DAYS", _whole_number(0, 3650), "days after which a backup is too old", 7
    )
    instance_name: str = _variable(
        "INSTANCE_NAME", _text, "which of several on one database; else its host's name", ""
    )

    s3_endpoint_url: str = _variable("S3_ENDPOINT_URL", _s3_endpoint, "address of an S3", "")
    s3_bucket: str = _variable("S3_BUCKET", _s3_bucket, "its bucket", "")
    s3_region: str = _variable("S3_REGION", _required, "its region", "us-east-1")
    s3_access_key_id: str = _variable("S3_ACCESS_KEY_ID", _text, "the key's name", "")
    s3_secret_access_key: str = _variable(
        "S3_SECRET_ACCESS_KEY", _secret, "the key's secret", "", secret=True
    )
    s3_prefix: str = _variable("S3_PREFIX", _s3_prefix, "folder in the bucket", "")
    s3_plain_http: bool = _variable(
        "S3_PLAIN_HTTP", _switch, "1 allows an address with http://, without encryption", False
    )

    ocr_service_url: str = _variable(
        "OCR_SERVICE_URL", _url, "address of the OCR service", "http://127.0.0.1:8868"
    )
    ocr_service_token: str = _variable(
        "OCR_SERVICE_TOKEN", _secret, "its bearer token", "", secret=True
    )

    ai_provider: str = _variable(
        "AI_PROVIDER", _one_of(*AI_PROVIDERS), "who answers prompts", "none"
    )
    ollama_base_url: str = _variable("OLLAMA_BASE_URL", _url, "address of an Ollama server", "")
    ollama_model: str = _variable("OLLAMA_MODEL", _required, "name of its model", "llama3.2")
    openai_base_url: str = _variable(
        "OPENAI_BASE_URL", _url, "address of a server with OpenAI's protocol", ""
    )
    openai_api_key: str = _variable(
        "OPENAI_API_KEY", _secret, "key of the OpenAI account", "", secret=True
    )
    openai_model: str = _variable("OPENAI_MODEL", _text, "name of its model", "")
    ai_embedding_model: str = _variable(
        "AI_EMBEDDING_MODEL", _text, "name of that server's model for embeddings", ""
    )
    ai_allow_private_addresses: bool = _variable(
        "AI_ALLOW_PRIVATE_ADDRESSES",
        _switch,
        "1 lets an administrator enter an AI server in a private network",
        False,
    )
    ai_parallel: int = _variable(
        "AI_PARALLEL", _whole_number(1, 64), "prompts that the AI server is asked at once", 1
    )
    ai_context_tokens: int = _variable(
        "AI_CONTEXT_TOKENS",
        _whole_number(1024, 1048576),
        "tokens of prompt and answer that Ollama is to hold at most",
        8192,
    )

    @property
    def session_port(self) -> int:
        """The port for LISTEN and advisory locks."""
        if self.postgres_session_port:
            return self.postgres_session_port
        if self.postgres_port == TRANSACTION_POOLER_PORT:
            return SESSION_PORT
        return self.postgres_port

    @property
    def sslmode(self) -> str:
        """As given; else what leaves this machine is encrypted."""
        return self.postgres_sslmode or ("prefer" if self.is_local else "require")

    @property
    def is_local(self) -> bool:
        """Whether the database is on this machine: a loopback address or a socket's folder."""
        return self.postgres_host in _LOOPBACK or self.postgres_host.startswith("/")

    @property
    def has_s3(self) -> bool:
        """Whether there is a bucket, be it only to read and move what is still in it."""
        return bool(self.s3_bucket)

    @property
    def memory(self) -> int:
        """Bytes of the whole instance; 0: unknown."""
        return self.instance_memory or 0

    @property
    def limit_memory_hard(self) -> int:
        given = self.odoo_limit_memory_hard
        return limits.hard(self.memory) if given is None else given

    @property
    def limit_memory_soft(self) -> int:
        given = self.odoo_limit_memory_soft
        return limits.soft(self.memory) if given is None else given

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, memory: int = 0) -> Settings:
        """Parse ``environment``; raises :class:`SettingsError` with all faults at once.

        ``memory``: bytes of the instance as found on the machine, unless INSTANCE_MEMORY says.
        """
        values: dict[str, Any] = {}
        faults: list[str] = []
        for variable in fields(cls):
            name = variable.metadata["name"]
            from_url = dict(values.get("database_url", ())).get(name)
            try:
                raw = _raw(environment, name, secret=variable.metadata["secret"])
                if from_url:
                    raw = _agreed(raw, from_url, variable.metadata["parse"])
                if raw is not None and (raw or variable.default is MISSING):
                    values[variable.name] = variable.metadata["parse"](raw)
                elif variable.default is MISSING and not _hidden(environment, values, name):
                    raise ValueError(f"is not set: {variable.metadata['help']}")
            except ValueError as fault:
                source = " (of DATABASE_URL)" if from_url and not environment.get(name) else ""
                shown = "" if variable.metadata["secret"] else _shown(environment.get(name))
                faults.append(f"{name}{shown}{source} {fault}")
        if memory and "instance_memory" not in values:
            values["instance_memory"] = memory
        faults += _ai_faults(values)
        faults += _s3_faults(values, faults)
        faults += _limit_faults(values)
        if faults:
            raise SettingsError(faults, values)
        return cls(**values)


def _agreed(raw: str | None, from_url: str, parse: Callable[[str], Any]) -> str:
    """What DATABASE_URL says, unless a variable of its own says something else."""
    if raw and parse(raw) != parse(from_url):
        raise ValueError("contradicts DATABASE_URL; keep one of them")
    return from_url


def _hidden(environment: Mapping[str, str], values: Mapping[str, Any], name: str) -> bool:
    """Whether ``name`` could be in a DATABASE_URL that is there and could not be read."""
    url = environment.get("DATABASE_URL") or environment.get("DATABASE_URL_FILE")
    return name.startswith("POSTGRES_") and bool(url) and "database_url" not in values


def _ai_faults(values: Mapping[str, Any]) -> list[str]:
    needed = {
        "ollama": {"ollama_base_url": "OLLAMA_BASE_URL, such as http://ollama:11434"},
        "openai": {
            "openai_api_key": "OPENAI_API_KEY",
            "openai_model": "OPENAI_MODEL, the name of a model of that account",
        },
    }
    provider = values.get("ai_provider", "none")
    return [
        f"AI_PROVIDER={provider!r} needs {what}"
        for variable, what in needed.get(provider, {}).items()
        if not values.get(variable)
    ]


def _s3_faults(values: Mapping[str, Any], faults: Sequence[str]) -> list[str]:
    needed = {
        "s3_endpoint_url": "S3_ENDPOINT_URL, such as https://sgp1.digitaloceanspaces.com",
        "s3_bucket": "S3_BUCKET",
        "s3_access_key_id": "S3_ACCESS_KEY_ID",
        "s3_secret_access_key": "S3_SECRET_ACCESS_KEY",
    }
    given = [name for name in needed if values.get(name)]
    if values.get("odoo_filestore") != "s3" and not {"s3_endpoint_url", "s3_bucket"} & {*given}:
        return []
    why = "ODOO_FILESTORE='s3'" if values.get("odoo_filestore") == "s3" else given[0].upper()
    found = [
        f"{why} needs {what}"
        for name, what in needed.items()
        if name not in given and not any(fault.startswith(name.upper()) for fault in faults)
    ]
    parts = urlsplit(values.get("s3_endpoint_url", ""))
    shown = f"S3_ENDPOINT_URL={values.get('s3_endpoint_url')!r}"
    plain = parts.scheme == "http" and parts.hostname not in _LOOPBACK
    if plain and not values.get("s3_plain_http"):
        found.append(
            f"{shown} is not encrypted: all files could be read on the way. Use https://, or set "
            "S3_PLAIN_HTTP=1 if that network is your own."
        )
    bucket = values.get("s3_bucket")
    if bucket and (parts.hostname or "").startswith(f"{bucket.lower()}."):
        found.append(f"{shown} names the bucket as well: leave {bucket}. out of it")
    return found


def _limit_faults(values: Mapping[str, Any]) -> list[str]:
    memory = values.get("instance_memory") or 0
    hard = values.get("odoo_limit_memory_hard")
    soft = values.get("odoo_limit_memory_soft")
    explicit = {"ODOO_LIMIT_MEMORY_HARD": hard, "ODOO_LIMIT_MEMORY_SOFT": soft}
    faults = limits.faults(
        memory, {name: limit for name, limit in explicit.items() if limit is not None}
    )
    hard = limits.hard(memory) if hard is None else hard
    soft = limits.soft(memory) if soft is None else soft
    if not faults and 0 < hard < soft:
        faults.append(
            f"ODOO_LIMIT_MEMORY_HARD ({hard}) must not be below ODOO_LIMIT_MEMORY_SOFT ({soft})"
        )
    return faults


def unknown(environment: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that looks like one of ours and is none."""
    known = {variable.metadata["name"] for variable in fields(Settings)}
    known |= {
        f"{variable.metadata['name']}_FILE"
        for variable in fields(Settings)
        if variable.metadata["secret"]
    }
    sentences = []
    for name in sorted(environment.keys() - known - _OF_OTHERS):
        ours = name.startswith(_PREFIXES)
        nearest = get_close_matches(name, sorted(known), 1, 0.6 if ours else 0.9)
        if ours or nearest:
            hint = f" Did you mean {nearest[0]}?" if nearest else ""
            sentences.append(f"{name} is not known, and has no effect.{hint}")
    return sentences


def _shown(value: str | None) -> str:
    return f"={value!r}" if value else ""


def _raw(environment: Mapping[str, str], name: str, *, secret: bool) -> str | None:
    file_name = environment.get(f"{name}_FILE") if secret else None
    if not file_name:
        return environment.get(name)
    if environment.get(name):
        raise ValueError(f"and {name}_FILE are both set; keep one")
    try:
        return Path(file_name).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise ValueError(
            f"cannot be read from {name}_FILE={file_name!r} ({error.strerror}). Is it there, and "
            "may the user that Odoo runs as read it?"
        ) from None
