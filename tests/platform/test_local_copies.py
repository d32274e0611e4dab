"""Copies of files on the disk: whole, bounded, and never taken away under a request."""

from __future__ import annotations

import os
import time

import pytest

from local_copies import LocalCopies


def fetched(copies: LocalCopies, name: str, content: bytes) -> bytes:
    with open(copies.fetch(name, lambda file: file.write(content)), "rb") as file:
        return file.read()


def test_a_copy_is_fetched_once(tmp_path):
    copies = LocalCopies(tmp_path)
    assert fetched(copies, "ab/cd", b"one") == b"one"
    assert fetched(copies, "ab/cd", b"another") == b"one"


def test_what_breaks_off_leaves_nothing(tmp_path):
    def broken(file):
        file.write(b"half")
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        LocalCopies(tmp_path).fetch("ab/cd", broken)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_oldest_go_and_what_was_just_used_stays(tmp_path):
    copies = LocalCopies(tmp_path, limit=1000)
    for number in range(20):
        fetched(copies, f"ab/{number:02}", bytes(100))
    assert len([*tmp_path.glob("*/*")]) == 20, "all were used within the last ten minutes"
    for number in range(20):
        long_ago = time.time() - 10_000 + number
        os.utime(copies.path(f"ab/{number:02}"), (long_ago, long_ago))
    fetched(copies, "ab/00", b"")  # the oldest is used again
    copies.trim()
    left = sorted(path.name for path in tmp_path.glob("*/*"))
    assert left == ["00", *(f"{number:02}" for number in range(11, 20))]
