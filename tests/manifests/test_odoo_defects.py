"""What Odoo 19 does with a broken manifest (measured): each of these is found before it does."""

from __future__ import annotations

import pytest

from tests.manifests.building import addon, findings, write
from tests.manifests.examples import assets

# what happens in Odoo, the addon, the rule that says so
_DEFECTS = [
    ("hidden at DEBUG level: a syntax error",
     addon(files={"__manifest__.py": "{'name': "}), "manifest-syntax"),
    ("breaks Update Apps List: a folder with a dash", addon("my-mod"), "folder-name"),
    ("breaks Update Apps List: a version of six parts",
     addon(version='"19.0.1.0.0.1"'), "version-unparsable"),
    ("breaks Update Apps List: a list as category", addon(category='["Sales"]'), "wrong-type"),
    ("breaks Update Apps List: auto_install of a non-dependency",
     addon(auto_install='["sale"]'), "auto-install-not-dependency"),
    ("silently uninstallable: a version of 18.0",
     addon(version='"18.0.1.0.0"'), "version-of-other-series"),
    ("silently uninstallable: a version of four parts",
     addon(version='"1.0.0.0"'), "version-of-other-series"),
    ("depends on b, a, s and e", addon(depends='"base"'), "depends-not-list"),
    ("crashes when installed: a missing data file",
     addon(data='["views/none.xml"]'), "data-file-missing"),
    ("shows only in the browser: a pattern without files",
     assets("'my_module/static/src/**/*.scss'"), "asset-missing"),
    ("shows only in the browser: a wrong prefix", assets("'static/src/a.js'"), "asset-module"),
    ("ignored: an unknown key", addon(data_files="[]"), "unknown-key"),
    ("crashes when installed: a missing hook",
     addon(post_init_hook='"none"'), "hook-missing"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "files", "rule"), _DEFECTS, ids=[what for what, _, _ in _DEFECTS])
def test_a_defect_that_odoo_does_not_report_is_found(tmp_path, what, files, rule):
    found = findings(write(tmp_path, files))
    assert rule in {finding.rule for finding in found if finding.group == "correctness"}
