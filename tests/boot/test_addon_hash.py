"""An addon has changed when anything that reaches the database has."""

from __future__ import annotations

from pathlib import Path

import pytest

from boot import addon_hash


@pytest.fixture
def addon(tmp_path):
    folder = tmp_path / "addons" / "sale_more"
    write(folder / "__manifest__.py", "{}")
    write(folder / "models" / "sale.py", "class Sale: pass")
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    "name",
    ["__manifest__.py", "models/sale.py", "views/sale.xml", "security/ir.model.access.csv",
     "static/src/sale.js", "i18n/fr.po", "data/new.txt"],
)  # fmt: skip
def test_what_counts(addon, name):
    before = addon_hash.of_folder(addon)
    write(addon / name, "changed")
    assert addon_hash.of_folder(addon) != before


@pytest.mark.parametrize(
    "name",
    ["tests/test_sale.py", "readme/DESCRIPTION.md", "__pycache__/sale.cpython-312.pyc",
     "models/sale.pyc", ".git/HEAD", "models/.sale.py.swp", "models/sale.py~"],
)  # fmt: skip
def test_what_does_not_count(addon, name):
    before = addon_hash.of_folder(addon)
    write(addon / name, "changed")
    assert addon_hash.of_folder(addon) == before


def test_a_file_that_moves_or_lends_its_text_to_another_counts(addon):
    before = addon_hash.of_folder(addon)
    (addon / "models" / "sale.py").rename(addon / "sale.py")
    assert addon_hash.of_folder(addon) != before


def test_the_hash_does_not_depend_on_the_place(addon, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    for path in sorted(addon.rglob("*.py"), reverse=True):  # made in another order
        write(elsewhere / path.relative_to(addon), path.read_text())
    assert addon_hash.of_folder(elsewhere) == addon_hash.of_folder(addon)


def test_only_modules_of_the_path_are_hashed_and_the_first_folder_wins(addon, tmp_path):
    other = tmp_path / "other"
    write(other / "sale_more" / "__manifest__.py", "{'name': 'another'}")
    write(other / "no_addon" / "README", "")
    path = [str(tmp_path / "none"), str(addon.parent), str(other)]
    assert addon_hash.of_modules({"base", "no_addon", "sale_more"}, path) == {
        "sale_more": addon_hash.of_folder(addon)
    }
