"""Every rule finds what it is for, in its line, and nothing else."""

from __future__ import annotations

import pytest

from manifests import check  # registers the rules
from manifests.rule import RULES
from tests.manifests.building import addon, findings, line_of, write
from tests.manifests.examples import EXAMPLES, Bad, Good

_BAD = [(r, i, e) for r, es in EXAMPLES.items() for i, e in enumerate(es) if isinstance(e, Bad)]
_GOOD = [(r, i, e) for r, es in EXAMPLES.items() for i, e in enumerate(es) if isinstance(e, Good)]


def _ids(examples):
    return [f"{rule}-{index}" for rule, index, _ in examples]


def assert_no_rule_failed(found):
    assert not [f for f in found if "the rule itself failed" in f.message]


@pytest.mark.parametrize("rule", sorted({*RULES, *EXAMPLES}))
def test_every_rule_has_a_good_and_a_bad_example(rule):
    assert rule in RULES, "examples of a rule that does not exist"
    kinds = {type(example) for example in EXAMPLES.get(rule, [])}
    assert kinds == {Bad, Good}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_explains_itself(rule):
    assert len(rule.summary) > 20
    assert rule.remedy
    assert rule.group in ("correctness", "policy")


@pytest.mark.parametrize(("rule", "index", "example"), _BAD, ids=_ids(_BAD))
def test_a_bad_example_is_found_in_its_line(tmp_path, rule, index, example):
    write(tmp_path, example.files)
    everything = findings(tmp_path)
    assert_no_rule_failed(everything)
    found = [finding for finding in everything if finding.rule == rule]
    line = example.line
    if isinstance(line, str):
        line = line_of(example.files[example.file], line)
    assert (tmp_path / example.file, line) in [(f.file, f.line) for f in found]
    assert any(example.says in f.message for f in found)
    assert all(f.remedy for f in found)


@pytest.mark.parametrize(("rule", "index", "example"), _GOOD, ids=_ids(_GOOD))
def test_a_good_example_is_left_alone(tmp_path, rule, index, example):
    write(tmp_path, example.files)
    found = findings(tmp_path)
    assert_no_rule_failed(found)
    assert [f for f in found if f.rule == rule] == []


def test_a_flawless_addon_has_no_findings(tmp_path):
    assert findings(write(tmp_path, addon())) == []


def test_one_broken_addon_never_stops_the_rest(tmp_path):
    write(tmp_path, addon("flawed", version='"18.0.1.0.0"'))
    write(tmp_path, addon("broken", files={"__manifest__.py": "{"}))
    write(tmp_path, addon("deep", files={"__manifest__.py": "[" * 100_000}))
    write(tmp_path, addon("circle", files={"__manifest__.py": "-> __manifest__.py"}))
    assert {(f.rule, f.module) for f in findings(tmp_path)} >= {
        ("version-of-other-series", "flawed"),
        ("manifest-syntax", "broken"),
        ("manifest-syntax", "deep"),
        ("manifest-unreadable", "circle"),
    }


def test_a_rule_that_fails_is_a_finding_and_does_not_stop_the_rest(tmp_path, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setitem(RULES, "icon-missing", RULES["version-style"].__class__(
        "icon-missing", "policy", "warning", "-", False, True, True, fail))  # fmt: skip
    write(tmp_path, addon(version='"18.0.1.0.0"'))
    rules = {f.rule: f.message for f in findings(tmp_path)}
    assert "the rule itself failed" in rules["icon-missing"]
    assert "version-of-other-series" in rules


def test_the_same_module_in_two_folders(tmp_path):
    first, second = write(tmp_path / "a", addon()), write(tmp_path / "b", addon())
    found = [f for f in findings(first, second) if f.rule == "duplicate-module"]
    assert [f.file for f in found] == [second / "my_module" / "__manifest__.py"]
    assert str(first) in found[0].message


def test_the_same_folder_by_two_names_is_no_duplicate(tmp_path):
    first = write(tmp_path / "a", addon())
    (tmp_path / "b").symlink_to("a")
    assert findings(first, tmp_path / "b") == []


def test_siblings_are_known_but_not_checked(tmp_path):
    write(tmp_path, addon(depends='["flawed"]') | addon("flawed", version='"1.0"'))
    assert findings(tmp_path / "my_module") == []


def test_a_dependency_may_lie_in_a_folder_beside(tmp_path):
    ours = write(tmp_path / "addons", addon(depends='["other"]'))
    theirs = write(tmp_path / "theirs", addon("other"))
    assert [f.rule for f in findings(ours)] == ["dependency-missing"]
    assert findings(ours, beside=(theirs,)) == []


def test_the_checkout_s_oca_folder_is_known_without_being_named(tmp_path):
    (tmp_path / ".git").mkdir()
    ours = write(tmp_path / "addons", addon(depends='["agpl"]'))
    write(tmp_path / "oca/odoo/addons", addon("agpl", license='"AGPL-3"'))
    assert [f.rule for f in findings(ours)] == ["license-incompatible"]
    assert [f.rule for f in findings(ours / "my_module")] == ["license-incompatible"]


def test_policy_is_not_asked_of_an_addon_from_the_lock(tmp_path):
    files = addon("queue_job", summary=None, license='"AGPL-3"', version='"1.0.0.0"')
    lock = {"requirements.txt": "odoo-addon-queue-job==19.0.1\n"}
    assert [f.rule for f in findings(write(tmp_path, files | lock))] == ["version-of-other-series"]


def test_check_in_two_processes_finds_the_same(tmp_path, monkeypatch):
    for number in range(30):
        write(tmp_path, addon(f"module_{number}", version=f'"1.{number}"', files={"a.py": "def"}))
    monkeypatch.setattr(check.parallel, "processors", lambda: 1)
    alone = findings(tmp_path)
    monkeypatch.setattr(check.parallel, "processors", lambda: 3)
    assert findings(tmp_path) == alone
    assert len(alone) == 60
