"""What one process may have of an instance, and what the kernel says about the instance."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from boot import limits
from boot.limits import MIB


def test_the_examples_hold():
    assert doctest.testmod(limits) == (0, 4)


@pytest.mark.parametrize(
    ("instance", "budget", "hard", "soft"),
    [  # in MiB
        (0, 0, 400, 320),
        (256, 204.8, 192, 160),
        (512, 409.6, 400, 320),
        (768, 614.4, 608, 480),
        (1024, 819.2, 816, 640),
        (2048, 1638.4, 1632, 1296),
        (4096, 3276.8, 2560, 2048),
    ],
)
def test_the_rule(instance, budget, hard, soft):
    assert limits.budget(instance * MIB) == int(budget * MIB)
    assert limits.hard(instance * MIB) == hard * MIB
    assert limits.soft(instance * MIB) == soft * MIB


@pytest.mark.parametrize("instance", range(200, 20_000, 56))
def test_a_default_is_never_refused(instance):
    memory = instance * MIB
    chosen = {"HARD": limits.hard(memory), "SOFT": limits.soft(memory)}
    assert limits.faults(memory, chosen) == []
    assert chosen["HARD"] >= chosen["SOFT"]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("536870912", 512 * MIB),
        ("512M", 512 * MIB),
        ("512 MiB", 512 * MIB),
        ("512mb", 512 * MIB),
        ("1G", 1024 * MIB),
        ("524288k", 512 * MIB),
    ],
)
def test_a_size(text, size):
    assert limits.size(text) == size


@pytest.mark.parametrize("text", ["", "M", "1.5G", "-1", "512X", "512 M B"])
def test_no_size(text):
    with pytest.raises(ValueError, match="must be a size such as"):
        limits.size(text)


@pytest.mark.parametrize(
    ("instance", "limit", "words"),
    [
        (512, 600 * MIB, "=629145600 is 600 MiB, and 80 % of the instance's 512 MiB is 409.6 MiB"),
        (512, 159 * MIB, "=166723584 is 159 MiB, and a worker with accounting needs 160 MiB"),
        (128, 0, "80 % of the instance's 128 MiB is 102.4 MiB, and one worker needs 160 MiB"),
    ],
)
def test_a_refusal_spells_the_arithmetic_out(instance, limit, words):
    (fault,) = limits.faults(instance * MIB, {"LIMIT": limit})
    assert words in fault


def test_no_limit_and_an_unknown_size_are_never_refused():
    assert limits.faults(512 * MIB, {"HARD": 0, "SOFT": 0}) == []
    assert limits.faults(0, {"HARD": 1, "SOFT": 2**40}) == []


V2, V1 = "0::{path}\n", "5:cpu,cpuacct:/elsewhere\n4:memory:{path}\n0::/other\n"


@pytest.mark.parametrize(
    ("membership", "files", "found"),
    [
        (V2.format(path="/"), {}, 0),
        (V2.format(path="/"), {"memory.max": "536870912"}, 536870912),  # a container's own root
        (V2.format(path="/"), {"memory.max": "max"}, 0),
        (V2.format(path="/a/b"), {"a/b/memory.max": "max", "a/memory.max": "7000"}, 7000),
        (V2.format(path="/a/b"), {"a/b/memory.max": "9000", "a/memory.max": "7000"}, 7000),
        (V2.format(path="/a/b"), {"a/b/memory.max": "5000", "a/memory.max": "7000"}, 5000),
        (V2.format(path="/not/there"), {"memory.max": "5000"}, 5000),
        (V1.format(path="/"), {"memory/memory.limit_in_bytes": "5000"}, 5000),
        (V1.format(path="/"), {"memory/memory.limit_in_bytes": "9223372036854771712"}, 0),
        (V1.format(path="/a"), {"memory/a/memory.limit_in_bytes": "5000"}, 5000),
        (V1.format(path="/not/there"), {"memory/memory.limit_in_bytes": "5000"}, 5000),
        (
            V1.format(path="/a"),
            {
                "memory/a/memory.limit_in_bytes": "9223372036854771712",
                "memory/memory.limit_in_bytes": "6000",
                "unified/memory.max": "max",
            },
            6000,
        ),
    ],
)
def test_the_least_limit_of_the_control_group_and_its_parents(
    tmp_path: Path, membership, files, found
):
    (tmp_path / "cgroup").write_text(membership)
    for name, content in files.items():
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{content}\n")
    assert limits.of_control_group(tmp_path / "root", tmp_path / "cgroup") == found


@pytest.mark.parametrize("membership", ["", "nonsense\n", "0:\n"])
def test_a_membership_that_says_nothing_leaves_the_root(tmp_path, membership):
    (tmp_path / "cgroup").write_text(membership)
    (tmp_path / "memory.max").write_text("5000\n")
    assert limits.of_control_group(tmp_path, tmp_path / "cgroup") == 5000


def test_a_machine_without_control_groups(tmp_path):
    assert limits.of_control_group(tmp_path / "none", tmp_path / "nothing") == 0
