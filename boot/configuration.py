"""Settings → the text of ``odoo.conf`` and ``nginx.conf``."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path
from string import Template

from boot import limits, revision
from boot.settings import Settings

PBKDF2_ROUNDS = 600_000
PAGES = Path(__file__).parent / "pages"


def hashed(password: str, salt: bytes | None = None) -> str:
    """``password`` in the form that passlib's ``pbkdf2_sha512`` reads, as Odoo does.

    Format: https://passlib.readthedocs.io/en/stable/lib/passlib.hash.pbkdf2_digest.html
    """
    salt = secrets.token_bytes(16) if salt is None else salt
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, PBKDF2_ROUNDS)

    def encoded(raw: bytes) -> str:
        return b64encode(raw, altchars=b"./").decode().rstrip("=")

    return f"$pbkdf2-sha512${PBKDF2_ROUNDS}${encoded(salt)}${encoded(digest)}"


def sealing_key(password: str) -> str:
    """What Odoo encrypts keys with that people enter: 32 bytes in base64, the same at each start.

    Derived from the master password, which is in no file and in no backup: who has a copy of the
    database does not have it. ``scrypt`` with the cost that OWASP asks for where 16 MiB are to do.
    """
    raw = hashlib.scrypt(
        password.encode(), salt=b"insightpulse sealing key 1", n=2**14, r=8, p=5, dklen=32
    )
    return urlsafe_b64encode(raw).decode()


def _escaped(value: str) -> str:
    """A value as Odoo's configuration parser (interpolation off) takes it back unchanged."""
    if value != value.strip() or "\n" in value:
        raise ValueError("a configuration value can hold neither outer blanks nor line breaks")
    return value


def odoo_conf(
    settings: Settings,
    template: str,
    *,
    admin_hash: str | None = None,
    seal_with: str | None = None,
    commit: str = revision.UNKNOWN,
) -> str:
    """Fill ``odoo.conf.template``. Raises ``KeyError`` for a placeholder without a setting.

    ``commit``: as for :func:`nginx_conf`.
    """
    evented = settings.internal_evented_port
    return Template(template).substitute(
        db_host=_escaped(settings.postgres_host),
        db_port=settings.postgres_port,
        db_sslmode=settings.sslmode,
        session_port=settings.session_port,
        db_user=_escaped(settings.postgres_user),
        db_password=_escaped(settings.postgres_password),
        db_name=_escaped(settings.postgres_db),
        db_maxconn=settings.odoo_db_maxconn,
        list_db=settings.odoo_database_manager,
        admin_passwd=admin_hash or hashed(settings.odoo_admin_password),
        http_port=settings.internal_http_port,
        gevent_port=evented,
        # Jobs wait for other services. In the evented process waiting costs nothing; on the HTTP
        # port every job would hold one of the workers. Without workers there is no such process.
        queue_job_port=evented if settings.odoo_workers else settings.internal_http_port,
        workers=settings.odoo_workers,
        max_cron_threads=settings.odoo_max_cron_threads,
        limit_memory_hard=settings.limit_memory_hard,
        limit_memory_soft=settings.limit_memory_soft,
        limit_time_cpu=settings.odoo_limit_time_cpu,
        limit_time_real=settings.odoo_limit_time_real,
        addons_path=",".join(settings.odoo_addons_path),
        data_dir=_escaped(settings.odoo_data_dir),
        filestore=settings.odoo_filestore,
        s3_endpoint_url=settings.s3_endpoint_url,
        s3_bucket=settings.s3_bucket,
        s3_region=settings.s3_region,
        s3_access_key_id=_escaped(settings.s3_access_key_id),
        s3_secret_access_key=_escaped(settings.s3_secret_access_key),
        s3_prefix=settings.s3_prefix,
        log_level=settings.odoo_log_level,
        with_demo=settings.odoo_with_demo,
        ocr_service_url=settings.ocr_service_url,
        ocr_service_token=_escaped(settings.ocr_service_token),
        memory_budget=limits.budget(settings.memory),
        health_token=_escaped(settings.health_token),
        log_format=settings.odoo_log_format,
        status_page=settings.status_page,
        database_limit=settings.postgres_size_limit or 0,
        backup_days=settings.backup_days,
        instance_name=_escaped(settings.instance_name),
        commit=revision.cleaned(commit),
        ai_provider=settings.ai_provider,
        ollama_base_url=settings.ollama_base_url,
        ollama_model=_escaped(settings.ollama_model),
        openai_base_url=settings.openai_base_url,
        openai_api_key=_escaped(settings.openai_api_key),
        openai_model=_escaped(settings.openai_model),
        ai_sealing_key=seal_with or sealing_key(settings.odoo_admin_password),
        ai_embedding_model=_escaped(settings.ai_embedding_model),
        ai_allow_private_addresses=int(settings.ai_allow_private_addresses),
        ai_parallel=settings.ai_parallel,
        ai_context_tokens=settings.ai_context_tokens,
    )


def nginx_conf(
    settings: Settings,
    template: str,
    run_dir: Path,
    *,
    odoo_addons: Sequence[Path] = (),
    pages: Path = PAGES,
    as_root: bool | None = None,
    commit: str = revision.UNKNOWN,
) -> str:
    """Fill ``nginx.conf.template``; ``run_dir`` holds its pid file and request buffers.

    ``odoo_addons``: Odoo's own folders of addons, see :mod:`boot.odoo_package`.
    ``pages``: what nginx itself answers with.
    ``as_root``: whether nginx starts as root (by default, whether we are). Its worker would then
    become nobody and could not write into ``run_dir``, which is private.
    ``commit``: what a deployment says that it is, see :mod:`boot.revision`.
    """
    as_root = os.geteuid() == 0 if as_root is None else as_root
    evented = settings.internal_evented_port if settings.odoo_workers else None
    attempts = settings.login_attempts_per_minute
    return Template(template).substitute(
        run_dir=run_dir,
        pages=pages,
        revision=revision.cleaned(commit),
        user="user root;" if as_root else "",
        listen=f"{settings.http_interface}:{settings.port}",
        http_port=settings.internal_http_port,
        evented_port=evented or settings.internal_http_port,
        client_address_header=settings.client_address_header,
        set_real_ip_from=_lines("  set_real_ip_from {};", settings.trusted_proxies),
        trusted_ranges=_lines("    {} 1;", settings.trusted_proxies),
        login_rate=attempts or 1,
        login_limit=f"limit_req zone=logins burst={attempts} nodelay;" if attempts else "",
        database_manager=""
        if settings.odoo_database_manager
        else "location ~ ^/web/database(/|$) { return 404; }",
        static_files=_static_files(
            [*odoo_addons[:1], *settings.odoo_addons_path, *odoo_addons[1:]]
        ),
    )


def _lines(form: str, values: Sequence[str]) -> str:
    return "\n".join(form.format(value) for value in values)


def _static_files(folders: Sequence[Path | str]) -> str:
    """Where nginx looks for a static file: in the order in which Odoo does.

    It leaves to Odoo what lies in a folder whose name its configuration could not hold.
    """
    paths = [os.path.abspath(folder) for folder in folders]
    found = [f'"{path}$uri"' for path in paths if not re.search(r'["$\\\n]', path)]
    return " ".join(found or ["/dev/null$uri"])


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` at one stroke by a file that only its owner can read."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)
