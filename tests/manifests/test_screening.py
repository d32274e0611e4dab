"""What ruff is asked for: no file that Python cannot compile gets past it, whatever is around."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from manifests import screening, source
from tests.manifests.building import addon, findings, write
from tests.manifests.test_command import run

# each is one line of code, and Python cannot compile it
BROKEN = [
    "return 1", "break", "await x", "nonlocal x", "x =", "f() = 1", "None = 1", "del f()",
    "def f():\n global x; from os import *", "def f(): x = 1; global x", "def f(a, a): pass",
    "def f():\n async def g(): pass\n [await x for x in y]", "def f(a=1, b): pass", "f(a=1, a=2)",
    "a, *b, *c = x", "from __future__ import nope", "x = 1; from __future__ import division",
    "__debug__ = 1", "f'{'", "f'{x!}'", "b'é'", "'\\x1'", "'\\N{nope}'", "x = 0777", "print 1",
    "class A: yield 1", "try: pass\nexcept: pass\nexcept E: pass", "[x := 1 for x in y]",
    "class A: return", "if 1:\n\tx = 1\n        y = 2", "x = 1 \\", "x =\xa01", "continue",
    "def f(a): global a", "def f(): nonlocal zz", "match x:\n case a, a: pass",
]  # fmt: skip


def unreadable(*paths):
    return {f.file.name: f for f in findings(*paths) if f.rule == "code-unreadable"}


def test_what_python_cannot_compile_is_found(tmp_path):
    write(tmp_path, addon(files={f"broken_{n}.py": code for n, code in enumerate(BROKEN)}))
    found = unreadable(tmp_path)
    assert [code for n, code in enumerate(BROKEN) if f"broken_{n}.py" not in found] == []


def test_a_sound_file_is_not_compiled(tmp_path, monkeypatch):
    compiled = []
    monkeypatch.setattr(source, "_syntax", compiled.append)
    write(tmp_path, addon(files={"sound.py": "sound = 1\n", "broken.py": "broken =\n"}))
    assert unreadable(tmp_path) == {}
    assert compiled == ["broken =\n"]


@pytest.mark.parametrize(
    "comment",
    ["# ruff: noqa", "# flake8: noqa", "# ruff: disable[F706]", "# ruff: file-ignore[F706]"],
)
def test_no_comment_hides_a_file(tmp_path, comment):
    write(tmp_path, addon(files={"a.py": f"{comment}\nreturn  # noqa\n"}))
    assert unreadable(tmp_path)["a.py"].line == 2


@pytest.mark.parametrize(
    "path",
    ["venv/a.py", "build/a.py", ".hidden/a.py", "site-packages/a.py", "-x/a.py", "@/a.py",
     "new\nline/a.py", "ca\rriage/a.py", "sp ace/a.py", "ünï/a.py", "[a]*?/a.py"],
)  # fmt: skip
def test_no_name_hides_a_file(tmp_path, path, monkeypatch):
    write(tmp_path, addon(files={path: "return\n"}))
    monkeypatch.chdir(tmp_path)
    assert set(unreadable(tmp_path)) == set(unreadable(Path("my_module"))) == {"a.py"}


def test_no_configuration_hides_a_file(tmp_path, monkeypatch):
    write(tmp_path, addon(files={"a.py": "return\n", ".gitignore": "*", ".ignore": "*"}))
    write(tmp_path, {".git/HEAD": "", ".gitignore": "*", "ruff.toml": "exclude = ['*']\n"})
    write(tmp_path / "my_module", {"pyproject.toml": "[tool.ruff]\nexclude = ['*']\n"})
    monkeypatch.setenv("RUFF_OUTPUT_FILE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("RUFF_CONFIG", str(tmp_path / "ruff.toml"))
    assert set(unreadable(tmp_path)) == {"a.py"}


def test_links_to_files_and_folders_are_followed(tmp_path):
    write(tmp_path / "elsewhere", {"a.txt": "return\n", "in/b.py": "return\n"})
    write(tmp_path, addon(files={"a.py": "-> ../elsewhere/a.txt", "in": "-> ../elsewhere/in"}))
    assert set(unreadable(tmp_path / "my_module")) == {"a.py", "b.py"}


def test_another_encoding_than_ruff_s_is_python_s_business(tmp_path):
    codes = {
        "latin_1.py": b"# coding: latin-1\nx = '\xff'\n",
        "utf_7.py": b"# coding: utf-7\n'+ACcAfQ-'\n",  # a string for ruff, `''}'` for Python
    }
    write(tmp_path, addon(files=codes))
    assert set(unreadable(tmp_path)) == {"utf_7.py"}


def test_a_file_that_crashes_ruff_hides_no_other(tmp_path):
    write(tmp_path, addon(files={"deep.py": "x = " + "-" * 200_000 + "1", "a.py": "x =\n"}))
    assert set(unreadable(tmp_path)) == {"deep.py", "a.py"}


def test_an_answer_about_other_files_acquits_none(tmp_path, monkeypatch):
    answer = subprocess.CompletedProcess([], 1, '[{"filename": "/another/name.py"}]', "")
    monkeypatch.setattr(screening, "_run", lambda paths, threads: answer)
    write(tmp_path, addon(files={"a.py": "x =\n"}))
    assert set(unreadable(tmp_path)) == {"a.py"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("def find_ruff_bin():\n    raise FileNotFoundError('no binary')\n", "no binary"),
        ("def find_ruff_bin():\n    return '/bin/true'\n", "ruff, which looks for errors"),
        ("def find_ruff_bin():\n    return '/bin/ls'\n", "/bin/ls"),
    ],
)
def test_without_a_ruff_that_works_nothing_passes(tmp_path, monkeypatch, content, says):
    monkeypatch.setenv("PYTHONPATH", str(write(tmp_path / "fake", {"ruff.py": content})))
    ran = run(write(tmp_path / "addons", addon()))
    assert ran.returncode == 2
    assert says in ran.stderr
    assert "Traceback" not in ran.stderr
