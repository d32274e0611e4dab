"""Odoo from a checkout instead of Debian's package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from native import environment
from native.places import Places
from native.progress import SetupError


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(checkout=tmp_path, home=tmp_path / ".native")


def test_the_launcher_starts_the_checkouts_odoo(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "odoo 19"
    (checkout / "addons").mkdir(parents=True)
    (checkout / "odoo").mkdir()
    (checkout / "odoo" / "__init__.py").write_text("NAME = 'the checkout'\n")
    (checkout / "odoo-bin").write_text("import odoo, sys\nprint(odoo.NAME, sys.argv[1:])\n")
    monkeypatch.setenv("ODOO_SOURCE", str(checkout))
    launcher, _packages, addons = environment._odoo(places, Path(sys.executable))
    assert addons == checkout / "addons"
    said = subprocess.run(
        [launcher, "--version", "two words"], capture_output=True, text=True, check=True
    ).stdout
    assert said == "the checkout ['--version', 'two words']\n"


def test_a_folder_without_odoo_is_refused(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ODOO_SOURCE", str(tmp_path))
    with pytest.raises(SetupError, match="holds no odoo-bin: name a checkout of Odoo 19"):
        environment._odoo(places, Path(sys.executable))
