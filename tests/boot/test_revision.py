"""Which commit a deployment says that it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from boot import configuration, revision
from boot.settings import Settings

from .environment import REQUIRED

SHA = "0123456789abcdef0123456789abcdef01234567"


def test_an_image_has_it_in_a_file(tmp_path):
    (tmp_path / "REVISION").write_text(f"{SHA}\n")
    assert revision.of(tmp_path) == SHA


def git(folder: Path, *arguments: str) -> str:
    options = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", "-C", folder, *options, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_a_checkout_from_git_which_says_whether_it_was_changed(tmp_path):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "file").write_text("one")
    git(tmp_path, "add", "file")
    git(tmp_path, "commit", "--quiet", "-m", "one")
    commit = git(tmp_path, "rev-parse", "HEAD")
    git(tmp_path, "tag", "v1", "-m", "v1")
    assert revision.of(tmp_path) == commit
    (tmp_path / "file").write_text("two")
    assert revision.of(tmp_path) == f"{commit}-dirty"


def test_otherwise_it_is_unknown(tmp_path, monkeypatch):
    assert revision.of(tmp_path) == "unknown"
    monkeypatch.setenv("PATH", str(tmp_path))  # no git
    assert revision.of(tmp_path) == "unknown"


@pytest.mark.parametrize("text", ["", "two words", 'a"; return 500; #', "$host", "x" * 81, "é"])
def test_nothing_else_gets_into_the_configuration(tmp_path, text):
    (tmp_path / "REVISION").write_text(text)
    assert revision.of(tmp_path) == "unknown"
    settings = Settings.from_environment(REQUIRED)
    rendered = configuration.nginx_conf(settings, "$revision", tmp_path, commit=text)
    assert rendered == "unknown"
