"""The files of an addon, and patterns that match as Odoo's do."""

from __future__ import annotations

import glob
import os

from hypothesis import given
from hypothesis import strategies as st

from manifests.tree import glob_pattern, scan
from tests.manifests.building import write
from tests.manifests.properties import relaxed

FILES = ["a.js", "b.css", ".hidden.js", "ab.js", "x/a.js", "x/y/a.js", "x/y/b.scss", "x/.z/a.js",
         "[a].js", "é/a.js", "x/y/z/a b.js"]  # fmt: skip
PARTS = st.sampled_from(
    ["*", "**", "?.js", "*.js", "x", "y", "a.js", "[ab].js", "[!a].js", "a*", ".*", "*.*ss"]
) | st.text("*?.[]!abxjs-é", min_size=1, max_size=5).filter(lambda part: part not in ("..", "."))


@relaxed
@given(st.lists(PARTS, min_size=1, max_size=4).map("/".join))
def test_patterns_match_what_glob_matches(tmp_path_factory, pattern):
    folder = tmp_path_factory.getbasetemp() / "patterns"
    if not folder.exists():
        write(folder, dict.fromkeys(FILES, ""))
    expected = {
        os.path.relpath(path, folder)
        for path in glob.glob(f"{glob.escape(str(folder))}/{pattern}", recursive=True)
        if os.path.isfile(path)
    }
    assert set(scan(folder).glob(pattern)) == expected


def test_a_pattern_is_compiled_once():
    assert glob_pattern("a/*") is glob_pattern("a/*")


def test_links_are_followed_but_not_in_a_circle(tmp_path):
    write(tmp_path / "outside", {"c.js": ""})
    root = write(tmp_path / "root", {"a/b.js": "", "again": "-> a", "out": "-> ../outside"})
    write(root, {"a/up": "-> ..", "a/self": "-> .", "above": "-> ../..", "loop": "-> loop"})
    tree = scan(root)
    assert tree.files >= {"a/b.js", "again/b.js", "out/c.js"}
    assert set(tree.circles) >= {"a/up", "a/self", "above", "loop"}


def test_many_circles_take_no_time(tmp_path):
    root = write(tmp_path, {f"a/{n}": "-> .." for n in range(20)} | {"a/x.js": ""})
    assert scan(root).files == {"a/x.js"}


def test_translations_are_left_out_but_exist(tmp_path):
    tree = scan(write(tmp_path, {"i18n/de.po": ""}))
    assert tree.files == frozenset()
    assert tree.has("i18n/de.po")
    assert not tree.has("i18n/fr.po")
    assert not tree.has("a\0b")
