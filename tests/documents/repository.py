"""What there is to mention: files, names, tasks, verbs, options."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

from .markdown import CHECKOUT, Document

VARIABLE = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w-]|\.\w)")


@cache
def files() -> list[str]:
    """All that git has or would add, as paths in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT, stdout=subprocess.PIPE, check=True, text=True,
    ).stdout  # fmt: skip
    return [name for name in listed.split("\0") if name and (CHECKOUT / name).is_file()]


@cache
def documents() -> list[Document]:
    return [
        Document(name, (CHECKOUT / name).read_text(encoding="utf-8"))
        for name in files()
        if name.endswith(".md")
    ]


def is_made(path: Path) -> bool:
    """Whether git ignores it, as it does what the tasks make."""
    # the second as a folder, which a path that is not there yet does not say that it is
    command = ["git", "check-ignore", "--stdin"]
    ignored = subprocess.run(
        command, input=f"{path}\n{path}/\n", text=True, stdout=subprocess.PIPE, cwd=CHECKOUT,
        check=False,
    )  # fmt: skip
    return ignored.returncode == 0


@cache
def variables() -> frozenset[str]:
    """Every NAME_LIKE_THIS in the code and the configuration; tests and documents do not count."""
    found: set[str] = set()
    for name in files():
        if name.startswith("tests/") or name.endswith((".md", ".png", ".pdf")):
            continue
        found.update(VARIABLE.findall((CHECKOUT / name).read_text(encoding="utf-8")))
    return frozenset(found)


@cache
def tasks() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z-]+):", _makefile(), re.MULTILINE))


@cache
def task_variables() -> frozenset[str]:
    return frozenset(re.findall(r"\$[({](?:if |filter \w+,\$\()?([A-Z]+)", _makefile()))


def _makefile() -> str:
    return (CHECKOUT / "Makefile").read_text(encoding="utf-8")


@cache
def verbs() -> frozenset[str]:
    """Of ``entrypoint.sh``, as its own help names them."""
    script = (CHECKOUT / "entrypoint.sh").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^#   entrypoint\.sh \[?([a-z][a-z-]+)", script, re.MULTILINE))


@cache
def help_of(script: str) -> str:
    answer = subprocess.run(
        [CHECKOUT / script, "--help"],
        cwd=CHECKOUT, capture_output=True, stdin=subprocess.DEVNULL, text=True, check=False,
    )  # fmt: skip
    return answer.stdout
