"""``entrypoint.sh config`` and the exit statuses of ``python -m boot``."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from boot.settings import Settings

from .environment import COMPLETE, SECRETS

CHECKOUT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={"PATH": os.environ["PATH"], "BOOT_PYTHON": sys.executable} | environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_these_are_all_secrets():
    secrets = {each.metadata["name"] for each in fields(Settings) if each.metadata["secret"]}
    assert SECRETS.keys() == secrets
    assert secrets <= COMPLETE.keys()


def test_config_prints_the_file_with_every_secret_masked():
    result = run(CHECKOUT / "entrypoint.sh", "config", **COMPLETE)
    assert result.returncode == 0
    assert "db_host = db.example" in result.stdout
    for key in ("db_password", "admin_passwd", "service_token", "openai_api_key", "sealing_key"):
        assert f"{key} = ********" in result.stdout
    for secret in SECRETS.values():
        assert secret not in result.stdout + result.stderr


def test_config_shows_that_no_token_is_set():
    result = run(CHECKOUT / "entrypoint.sh", "config", **COMPLETE | {"OCR_SERVICE_TOKEN": ""})
    assert "service_token = \n" in result.stdout


@pytest.mark.parametrize("verb", ["config", "odoo", "odoo-bin"])
def test_a_wrong_environment_ends_with_status_78_and_a_line_for_each_fault(verb, tmp_path):
    result = run(CHECKOUT / "entrypoint.sh", verb, RUN_DIR=str(tmp_path / "run"), PORT="none")
    assert result.returncode == 78
    assert [line.split("=")[0].split()[1] for line in result.stderr.splitlines()] == [
        "POSTGRES_HOST",
        "POSTGRES_USER",
        "POSTGRES_PASSWORD",
        "PORT",
        "ODOO_ADMIN_PASSWORD",
    ]


def test_boot_explains_its_verbs():
    result = run(sys.executable, "-m", "boot", "dance", **COMPLETE)
    assert result.returncode == 64
    assert "render DIR" in result.stderr
