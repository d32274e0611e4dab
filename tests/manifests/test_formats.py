"""Golden files of the machines' formats. `UPDATE_EXPECTED=1 pytest tests/manifests` writes them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from manifests.finding import Finding
from manifests.formats import MACHINE, shown_from, text
from manifests.rule import RULES

DATA = Path(__file__).parent / "data"
HERE = Path("/checkout")
FINDINGS = [
    Finding(HERE / "addons/a/__manifest__.py", 3, "data-file-missing",
            "data lists 'views/ü.xml', which does not exist", "correctness", "error", "a",
            "correct the path"),
    Finding(HERE / "addons/a/with space, 100%.py", 12, "recommended-key",
            "two\nlines: 50 %", "policy", "note", "a", "add it"),
    Finding(Path("/elsewhere/b/__manifest__.py"), 1, "icon-missing",
            "there is no icon", "policy", "warning", "b", "add one"),
]  # fmt: skip
FORMATS = {
    **{
        name: lambda some, show, render=render: render(some, show)
        for name, render in MACHINE.items()
    },
    "text": lambda some, show: text.render(some, show, colour=False),
    "colour": lambda some, show: text.render(some, show, colour=True),
}
NAMES = {"json": "expected.json", "sarif": "expected.sarif.json"}
FIELDS = ("id", "defaultConfiguration", "properties")


def _rendered(name: str) -> str:
    rendered = FORMATS[name](FINDINGS, shown_from(HERE))
    if name != "sarif":
        return rendered
    log = json.loads(rendered)  # the rules have texts of their own, which are no matter of format
    used = {finding.rule for finding in FINDINGS}
    driver = log["runs"][0]["tool"]["driver"]
    driver["rules"] = [
        {field: rule[field] for field in FIELDS} for rule in driver["rules"] if rule["id"] in used
    ]
    for result in log["runs"][0]["results"]:
        del result["ruleIndex"]
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_as_expected(name):
    expected = DATA / NAMES.get(name, f"expected-{name}.txt")
    if os.environ.get("UPDATE_EXPECTED"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(_rendered(name), "utf-8")
    assert _rendered(name) == expected.read_text("utf-8")


@pytest.mark.parametrize("name", MACHINE)
def test_no_findings_are_valid_too(name):
    rendered = MACHINE[name]([], shown_from(HERE))
    assert rendered == "" or json.loads(rendered) is not None


def test_sarif_has_what_its_schema_requires():
    log = json.loads(MACHINE["sarif"](FINDINGS, shown_from(HERE)))
    assert log["version"] == "2.1.0"
    assert log["$schema"].startswith("https://")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids)) == len(RULES)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["region"]["startLine"] >= 1
        uri = physical["artifactLocation"]["uri"]
        assert " " not in uri
        assert "\\" not in uri
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
