"""`pre-commit` on a copy of the repository: all of it passes, and what is planted is stopped."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from native import linting
from native.places import CHECKOUT, Places

from .planted import DEFECTS, Defect

HOOKS = yaml.safe_load((CHECKOUT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
PINNED = re.compile(r"(@?[\w./-]+?)(?:==|@)([\w.]+)")
# those of pre-commit-hooks that only tidy up, or need a file that not every system can hold
NOT_PLANTED = {"check-symlinks", "check-case-conflict", "check-executables-have-shebangs",
               "end-of-file-fixer", "trailing-whitespace", "mixed-line-ending"}  # fmt: skip


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    """A repository of its own with the files of the checkout, committed."""
    folder = tmp_path_factory.mktemp("lint") / "repository"
    folder.mkdir()
    listed = git(CHECKOUT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (CHECKOUT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message", "all")
    return folder


@pytest.fixture
def planted(repository, request) -> Defect:
    defect = request.param
    for path, text in ((defect.path, changed(repository, defect)), *defect.beside):
        file = repository / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    git(repository, "add", "--all")
    yield defect
    git(repository, "reset", "--quiet", "--hard")
    git(repository, "clean", "--quiet", "--force", "-d")


def changed(repository: Path, defect: Defect) -> str:
    if not defect.replaces:
        return defect.text
    before = (repository / defect.path).read_text(encoding="utf-8")
    assert defect.replaces in before, "the text to replace is gone: plant something else"
    return before.replace(defect.replaces, defect.text, 1)


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=test", "-c", "user.email=test@example.com", *arguments],
        cwd=folder, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command, variables = linting.pre_commit(Places())
    return subprocess.run(
        [*command, "run", "--color", "never", *arguments], cwd=folder, env=variables,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip


def test_the_repository_passes(repository):
    done = pre_commit(repository, "--all-files", "--show-diff-on-failure")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("Passed") >= len(HOOKS) - 3  # those that have no file to look at


@pytest.mark.parametrize("planted", DEFECTS, ids=lambda defect: defect.kind, indirect=True)
def test_it_stops(repository, planted):
    done = pre_commit(repository, planted.hook, "--files", planted.path)
    assert done.returncode == 1, done.stdout
    assert f"- hook id: {planted.hook}\n" in done.stdout
    assert planted.says in done.stdout


def test_every_hook_has_a_defect():
    assert {hook["id"] for hook in HOOKS} - {defect.hook for defect in DEFECTS} == NOT_PLANTED


def test_every_tool_is_pinned_and_as_the_locks_have_it():
    locks = [CHECKOUT / "scripts/validate-manifests.txt", CHECKOUT / "tests/requirements.txt"]
    text = "".join(lock.read_text(encoding="utf-8") for lock in locks)
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+) ", text, re.MULTILINE))
    for tool in {tool for hook in HOOKS for tool in hook.get("additional_dependencies", ())}:
        match = PINNED.fullmatch(tool)
        assert match, f"{tool} is not pinned"
        assert locked.get(match[1], match[2]) == match[2], tool
