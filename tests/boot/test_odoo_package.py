from __future__ import annotations

import sys

import pytest

from boot import odoo_package


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put an ``odoo`` that may not be loaded into a folder that Python looks into."""
    (tmp_path / "odoo" / "addons").mkdir(parents=True)
    (tmp_path / "odoo" / "__init__.py").write_text("raise AssertionError('it was loaded')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "odoo", raising=False)
    return tmp_path


def test_the_package_of_a_distribution_holds_all_addons(install):
    assert odoo_package.addons_folders() == [install / "odoo" / "addons"]


def test_a_checkout_keeps_most_of_them_beside_it(install):
    (install / "addons").mkdir()
    assert odoo_package.addons_folders() == [install / "odoo" / "addons", install / "addons"]


def test_without_odoo_there_are_none(monkeypatch):
    monkeypatch.setattr(sys, "path", [])
    assert odoo_package.addons_folders() == []
