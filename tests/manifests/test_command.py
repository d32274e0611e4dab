"""The command itself, run as a user runs it: exit status, streams and options."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from manifests.rule import RULES
from tests.manifests.building import addon, write

CHECKOUT = Path(__file__).resolve().parents[2]
COMMAND = CHECKOUT / "scripts" / "validate-manifests.py"
FLAWED = addon(version='"1.2.3"', depends='[\n        "base",\n        "slae",\n    ]')


def run(*arguments: str | Path, cwd: Path = CHECKOUT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, COMMAND, *arguments], cwd=cwd, text=True, capture_output=True, check=False
    )


def test_our_own_addons_and_those_of_the_lock_pass():
    result = run()
    assert result.stdout == ""
    assert result.returncode == 0
    assert "no findings in" in result.stderr


def test_findings_exit_with_1_and_name_file_line_and_remedy(tmp_path):
    result = run("addons", cwd=write(tmp_path, {f"addons/{k}": v for k, v in FLAWED.items()}))
    assert result.returncode == 1
    assert "addons/my_module/__manifest__.py:13: error there is no module 'slae'" in result.stdout
    assert "→ write 19.0.1.2.3, as Odoo reads it" in result.stdout
    assert "2 findings (1 correctness, 1 policy) in 1 module" in result.stderr
    assert "\033[" not in result.stdout


def test_one_addon_can_be_named(tmp_path):
    write(tmp_path, FLAWED | addon("fine"))
    assert run(tmp_path / "fine").returncode == 0
    assert run(tmp_path / "my_module").returncode == 1
    assert run(".", cwd=tmp_path / "my_module").returncode == 1
    assert run("..", cwd=tmp_path / "my_module" / "static").returncode == 1
    assert run(tmp_path / "my_module" / "__manifest__.py").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{0}/none"], "there is no such folder"),
        (["{0}/empty"], "neither an addon nor a folder of addons"),
        (["--explain", "no-such-rule"], "no-such-rule"),
        (["--disable", "no-such-rule"], "no-such-rule"),
        (["--baseline", "{0}/none.json", "{0}/addons"], "none.json"),
        (["--baseline", "{0}/broken.json", "{0}/addons"], "broken.json is no baseline"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_what_cannot_run_exits_with_2_and_says_why(tmp_path, arguments, says):
    write(tmp_path, {f"addons/{k}": v for k, v in addon().items()})
    write(tmp_path, {"empty/README": "", "broken.json": "[]"})
    result = run(*(argument.format(tmp_path) for argument in arguments))
    assert result.returncode == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_without_its_dependencies_it_says_how_to_get_them(tmp_path):
    scripts = tmp_path / "scripts"
    shutil.copytree(CHECKOUT / "scripts" / "manifests", scripts / "manifests")
    shutil.copy(COMMAND, scripts)
    result = subprocess.run(
        [sys.executable, "-S", scripts / COMMAND.name], text=True, capture_output=True, check=False
    )
    assert result.returncode == 2
    assert "pip install --require-hashes -r scripts/validate-manifests.txt" in result.stderr
    assert "Traceback" not in result.stderr


def test_json_is_a_list_of_objects(tmp_path):
    result = run("--format", "json", ".", cwd=write(tmp_path, FLAWED))
    found = json.loads(result.stdout)
    assert result.returncode == 1
    assert {tuple(sorted(entry)) for entry in found} == {
        ("file", "group", "line", "message", "module", "remedy", "rule", "severity")
    }
    assert [(e["rule"], e["group"], e["file"], e["line"]) for e in found] == [
        ("version-style", "policy", "my_module/__manifest__.py", 4),
        ("dependency-missing", "correctness", "my_module/__manifest__.py", 13),
    ]
    assert json.loads(run("--format", "json", CHECKOUT / "addons").stdout) == []


def test_fix_writes_and_diff_shows(tmp_path):
    file = write(tmp_path, FLAWED) / "my_module" / "__manifest__.py"
    before = file.read_text()
    shown = run("--diff", ".", cwd=tmp_path)
    assert '-    "version": "1.2.3",\n+    "version": "19.0.1.2.3",\n' in shown.stdout
    assert "--- a/my_module/__manifest__.py" in shown.stdout
    assert file.read_text() == before
    fixed = run("--fix", "--diff", ".", cwd=tmp_path)
    assert fixed.stdout.startswith("--- a/my_module/__manifest__.py")
    assert file.read_text() == before.replace('"1.2.3"', '"19.0.1.2.3"')
    assert fixed.returncode == 1  # the missing dependency is left
    assert "1 finding (1 correctness)" in fixed.stderr
    again = run("--fix", "--diff", "--format", "json", ".", cwd=tmp_path)
    assert [entry["rule"] for entry in json.loads(again.stdout)] == ["dependency-missing"]


def test_names_that_are_no_text_are_shown_all_the_same(tmp_path):
    write(tmp_path, addon())
    (tmp_path / "my_module" / os.fsdecode(b"\xff.py")).write_text("def")
    for name in ("text", "json", "sarif", "github"):
        result = run("--format", name, tmp_path)
        assert result.returncode == 1
        assert "code-unreadable" in result.stdout
        assert "Traceback" not in result.stderr


def test_only_one_group_and_without_a_rule(tmp_path):
    write(tmp_path, FLAWED)
    assert "dependency-missing" not in run("--group", "policy", tmp_path).stdout
    assert "version-style" not in run("--group", "correctness", tmp_path).stdout
    assert run("--disable", "version-style, dependency-missing", tmp_path).returncode == 0


def test_a_baseline_accepts_what_there_is_and_nothing_new(tmp_path):
    write(tmp_path, FLAWED)
    baseline = tmp_path / "baseline.json"
    assert run("--write-baseline", baseline, tmp_path).returncode == 0
    assert run("--baseline", baseline, tmp_path).returncode == 0
    manifest = tmp_path / "my_module" / "__manifest__.py"
    manifest.write_text("\n" + manifest.read_text())  # lines may move
    assert run("--baseline", baseline, tmp_path).returncode == 0
    manifest.write_text(manifest.read_text().replace("LGPL-3", "MIT"))
    result = run("--baseline", baseline, tmp_path)
    assert result.returncode == 1
    assert "license-unknown" in result.stdout
    assert "dependency-missing" not in result.stdout
    manifest.write_text(manifest.read_text().replace("MIT", "LGPL-3").replace("slae", "sale"))
    result = run("--baseline", baseline, tmp_path)
    assert result.returncode == 0
    assert "1 of its findings are gone" in result.stderr


def test_a_comment_disables_a_rule_in_its_line_or_in_the_addon(tmp_path):
    write(tmp_path, FLAWED)
    manifest = tmp_path / "my_module" / "__manifest__.py"
    text = manifest.read_text()
    in_line = text.replace('"slae",', '"slae",  # validate-manifests: disable=dependency-missing')
    manifest.write_text(in_line)
    assert "dependency-missing" not in run(tmp_path).stdout
    manifest.write_text("# validate-manifests: disable-module=version-style\n" + in_line)
    assert run(tmp_path).returncode == 0
    code = (
        "class A(models.Model):  # validate-manifests: disable=model-without-access\n"
        "    _name = 'a'\n"
    )
    write(tmp_path / "other", addon(files={"a.py": code}))
    assert run(tmp_path / "other").returncode == 0


def test_rules_are_listed_and_explained():
    listed = run("--list-rules")
    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == sorted(
        RULES, key=lambda rule: (RULES[rule].group, rule)
    )
    explained = run("--explain", "depends-not-list")
    assert explained.returncode == 0
    assert "b, a, s and e" in explained.stdout
    assert "--fix can repair it" in explained.stdout


def test_the_table_counts_every_rule(tmp_path):
    result = run("--format", "table", write(tmp_path, FLAWED))
    assert result.returncode == 1
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines()}
    assert rows["dependency-missing"] == ["correctness", "1", "0"]
    assert rows["icon-missing"] == ["policy", "0", "0"]
    assert set(rows) >= set(RULES)


def test_nothing_of_an_addon_is_executed(tmp_path):
    trap = f"open({str(tmp_path / 'executed')!r}, 'w')\n"
    files = {"__init__.py": trap, "hooks.py": trap, "migrations/1.0/pre-a.py": trap}
    write(tmp_path, addon(files=files, post_init_hook='"x"'))
    write(tmp_path, {"evil/__manifest__.py": f"{{'name': {trap.strip()}}}"})
    run(tmp_path)
    assert not (tmp_path / "executed").exists()
