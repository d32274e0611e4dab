"""--fix repairs the wrong values, and changes nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests import manifest
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.check import check
from manifests.finding import Edit
from manifests.fixing import apply, repair
from manifests.keys import TYPES
from tests.manifests.building import addon, write
from tests.manifests.properties import LITERALS, NEW_LINES, relaxed

PATH = Path("/nowhere/my_module/__manifest__.py")


def fix(source: bytes) -> bytes:
    """What --fix makes of the bytes of a manifest."""
    _, repairs = repair(Addons([Addon(PATH.parent, manifest.parse(PATH, source))]),
                        lambda addons: check(addons).findings)  # fmt: skip
    return repairs[0].after if repairs else source


# a wrong value as it is written, and what it becomes
_REPAIRS = [
    ("version", '"1.2.3"', '"19.0.1.2.3"'),
    ("version", "'1.2'", "'19.0.1.2.0'"),
    ("version", '"19.0.1.2"', '"19.0.1.2.0"'),
    ("version", "1.5", '"19.0.1.5.0"'),
    ("depends", '"base"', '["base"]'),
    ("license", '"lgpl-3.0"', '"LGPL-3"'),
    ("license", "'AGPLv3'", "'AGPL-3'"),
    ("data", '"views/a.xml"', '["views/a.xml"]'),
    ("installable", "1", "True"),
    ("application", "0", "False"),
    ("assets", '{"web.assets_backend": "a.js"}', '{"web.assets_backend": ["a.js"]}'),
    ("external_dependencies", '{"python": "ldap"}', '{"python": ["python-ldap"]}'),
    ("external_dependencies", "{'python': ['yaml', 'PIL']}", "{'python': ['PyYAML', 'pillow']}"),
]  # fmt: skip

# wrong, but nobody can know what was meant
_LEFT_ALONE = [
    ("version", '"18.0.1.0.0"'), ("version", '"1.0.0.0"'), ("version", '"19.0.1"'),
    ("version", '("1."\n    # why\n    "2.3")'), ("version", '"1.a"'), ("license", '"MIT"'),
    ("depends", '"base, sale"'), ("depends", "{'base': 1}"), ("installable", '"True"'),
    ("category", '["Tools"]'), ("sequence", '"10"'), ("nmae", '"A"'),
]  # fmt: skip


@pytest.mark.parametrize(("key", "wrong", "right"), _REPAIRS)
def test_a_value_is_repaired(key, wrong, right):
    source = "# kept\n{\n    'x' : 'é', '%s':   %s  , # also kept\n}\n"
    assert fix((source % (key, wrong)).encode()).decode() == source % (key, right)


@pytest.mark.parametrize(("key", "value"), _LEFT_ALONE)
def test_what_was_meant_is_not_guessed(key, value):
    source = f"{{'{key}': {value}}}".encode()
    assert fix(source) == source


def test_what_a_byte_order_mark_hid_is_repaired_too():
    assert fix(b"\xef\xbb\xbf{'version': '1.2.3'}\r\n") == b"{'version': '19.0.1.2.3'}\r\n"


_WRONG = st.sampled_from([(k, w, r) for k, w, r in _REPAIRS] + [(k, v, v) for k, v in _LEFT_ALONE])


@relaxed
@given(st.dictionaries(st.text(min_size=1), LITERALS, max_size=4), st.lists(_WRONG, max_size=4),
       NEW_LINES, st.text("# é'\"{}[],:", max_size=10), st.text(" \t", max_size=3))  # fmt: skip
def test_only_the_repaired_values_change(values, wrong, new_line, comment, space):
    wrong = list({key: (key, before, after) for key, before, after in wrong}.values())
    others = [(repr(k), repr(v), repr(v)) for k, v in values.items() if k not in TYPES]
    entries = others + [(repr(key), before, after) for key, before, after in wrong]

    def written(column: int) -> bytes:
        lines = [f"  {e[0]}:{space}{e[column]}{space},  # {comment}" for e in entries]
        text = "\n".join([space + "{", *lines, "}", f"# {comment}"])
        return text.replace("\n", new_line).encode()

    fixed = fix(written(1))
    assert fixed == written(2)
    assert fix(fixed) == fixed
    assert ast.literal_eval(
        fixed.decode().replace("\r\n", "\n").replace("\r", "\n").lstrip(" \t")
    ) == ast.literal_eval(
        written(2).decode().replace("\r\n", "\n").replace("\r", "\n").lstrip(" \t")
    )


@relaxed
@given(st.binary(max_size=200))
def test_any_bytes_fix_to_something_stable(source):
    fixed = fix(source)
    assert fix(fixed) == fixed


def test_of_two_edits_that_overlap_the_first_counts():
    assert apply(b"abcdef", [Edit(3, 5, b"X"), Edit(1, 4, b"Y")]) == b"aYef"


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path):
    write(tmp_path, addon(version='"1.2.3"'))
    file = tmp_path / "my_module" / "__manifest__.py"
    real = tmp_path / "real.py"
    file.rename(real)
    file.symlink_to(real)
    real.chmod(0o640)
    _, repairs = repair(Addons([Addon(file.parent, manifest.read(file))]),
                        lambda addons: check(addons).findings)  # fmt: skip
    repairs[0].write()
    assert file.is_symlink()
    assert "19.0.1.2.3" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [tmp_path / "my_module", real]
