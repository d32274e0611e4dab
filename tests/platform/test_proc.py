"""Memory as the kernel reports it, from files like those of proc(5) and both cgroup versions."""

from __future__ import annotations

import mmap
import os
from pathlib import Path

import pytest

import proc

MIB = 1 << 20


def write(folder: Path, files: dict[str, object]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{content}\n")
    return folder


def v2(folder: Path, limit: object = 512 * MIB, usage: int = 400 * MIB) -> proc.ControlGroup:
    stat = f"anon {usage}\ninactive_file {50 * MIB}\nactive_file {MIB}"
    return proc.ControlGroup(
        write(folder, {"memory.max": limit, "memory.current": usage, "memory.stat": stat})
    )


def v1(folder: Path, limit: int = 512 * MIB, usage: int = 400 * MIB) -> proc.ControlGroup:
    files = {
        "memory/memory.limit_in_bytes": limit,
        "memory/memory.usage_in_bytes": usage,
        "memory/memory.stat": f"inactive_file 1\ntotal_inactive_file {50 * MIB}",
    }
    return proc.ControlGroup(write(folder, files))


@pytest.mark.parametrize("version", [v1, v2])
def test_limit_and_working_set(tmp_path, version):
    group = version(tmp_path)
    assert group.limit() == 512 * MIB
    assert group.working_set() == 350 * MIB  # file cache can be had back


@pytest.mark.parametrize("version", [v1, v2])
def test_a_cache_larger_than_the_usage_is_no_negative_number(tmp_path, version):
    assert version(tmp_path, usage=10 * MIB).working_set() == 0


def test_no_limit(tmp_path):
    assert v2(tmp_path / "2", limit="max").limit() is None
    assert v1(tmp_path / "1", limit=(1 << 63) - 4096).limit() is None


def test_no_control_group_at_all(tmp_path):
    group = proc.ControlGroup(tmp_path)
    assert group.limit() is None
    assert group.working_set() is None


def test_memory_of_a_process(tmp_path):
    files = {
        "7/statm": "1000 300 50 1 0 200 0",
        "7/status": "Name:\tx\nRssAnon:\t 800 kB",
        "7/smaps_rollup": "00400000-7fff [rollup]\nRss: 900 kB\nPss: 400 kB",
    }
    write(tmp_path, files)
    assert proc.virtual_and_resident(7, tmp_path) == (1000 * proc.PAGE, 300 * proc.PAGE)
    assert proc.anonymous(7, tmp_path) == 800 * 1024
    assert proc.proportional(7, tmp_path) == 400 * 1024
    assert proc.anonymous(8, tmp_path) == proc.proportional(8, tmp_path) == 0


def test_memory_of_this_process_grows_with_what_it_holds():
    before = proc.anonymous(os.getpid())
    with mmap.mmap(-1, 32 * MIB, flags=mmap.MAP_PRIVATE) as block:  # malloc may have room left
        block.write(b"x" * len(block))
        assert proc.anonymous(os.getpid()) - before >= 30 * MIB
        virtual, resident = proc.virtual_and_resident()
        assert virtual > resident > len(block)
