"""How much memory the instance has, and what one process of Odoo may have of it.

All figures are bytes. ``budget``, ``hard``, ``soft`` and ``faults`` are pure; ``of_control_group``
reads what the kernel says. The rule, at 512 MiB:

    budget   80 % of the instance                                        429496729
    hard     the budget, rounded down to whole 16 MiB                    419430400 (400 MiB)
    soft     80 % of hard, rounded down to whole 16 MiB                  335544320 (320 MiB)

An instance has room for the kernel's caches and for nginx in the remaining 20 %. ``hard`` never
exceeds what Odoo itself has as default, 2560 MiB: one request that needs more is a fault, however
large the machine. An unknown size (0) is taken for 512 MiB, and nothing is refused then.
"""

from __future__ import annotations

import re
from pathlib import Path

MIB = 1 << 20
USUAL = 512 * MIB
STEP = 16 * MIB
ODOO_HARD = 2560 * MIB
FLOOR = 160 * MIB
"""A worker with accounting has up to 141 MB resident (measured on Odoo 19) before it has served
anything of size. Below this it would be replaced before, or after, each single request."""

_UNLIMITED = 1 << 60  # cgroup v1 writes a number near 2**63 for "no limit"
_SIZE = re.compile(r"([0-9]+) ?([kmgt]?)i?b?", re.IGNORECASE)


def size(text: str) -> int:
    """``536870912``, ``512M``, ``512MiB`` or ``1G`` in bytes; a unit is a power of 1024.

    >>> size("512M") == size("512 MiB") == size("536870912")
    True
    """
    match = _SIZE.fullmatch(text.strip())
    if not match:
        raise ValueError("must be a size such as 536870912, 512M or 1G")
    power = "kmgt".index(match[2].lower()) + 1 if match[2] else 0
    return int(match[1]) << 10 * power


def budget(instance: int) -> int:
    """What all processes together should stay below; 0: unknown.

    >>> budget(512 * MIB)
    429496729
    """
    return instance * 8 // 10


def hard(instance: int) -> int:
    """Default of ODOO_LIMIT_MEMORY_HARD.

    >>> hard(512 * MIB) // MIB, hard(1024 * MIB) // MIB, hard(0) // MIB, hard(16384 * MIB) // MIB
    (400, 816, 400, 2560)
    """
    return max(FLOOR, min(budget(instance or USUAL), ODOO_HARD) // STEP * STEP)


def soft(instance: int) -> int:
    """Default of ODOO_LIMIT_MEMORY_SOFT.

    >>> soft(512 * MIB) // MIB, soft(1024 * MIB) // MIB, soft(0) // MIB, soft(16384 * MIB) // MIB
    (320, 640, 320, 2048)
    """
    return max(FLOOR, hard(instance) * 8 // 10 // STEP * STEP)


def faults(instance: int, explicit: dict[str, int]) -> list[str]:
    """A sentence for each limit (``variable → bytes``, 0: none) that cannot work."""
    if not instance:
        return []
    highest = budget(instance)
    arithmetic = f"80 % of the instance's {_shown(instance)} is {_shown(highest)}"
    if highest < FLOOR:
        return [
            f"INSTANCE_MEMORY: {arithmetic}, and one worker needs {_shown(FLOOR)}. Take an "
            f"instance of at least {_shown(FLOOR * 10 // 8)}; 512 MiB is what it is made for."
        ]
    sentences = []
    for name, limit in explicit.items():
        if limit > highest:
            sentences.append(
                f"{name}={limit} is {_shown(limit)}, and {arithmetic}: the kernel would end a "
                f"process before this limit does. Set at most {highest}, or leave it unset."
            )
        elif 0 < limit < FLOOR:
            sentences.append(
                f"{name}={limit} is {_shown(limit)}, and a worker with accounting needs "
                f"{_shown(FLOOR)}: it would be replaced before it has served a request. Set at "
                f"least {FLOOR}, 0 for no limit, or leave it unset."
            )
    return sentences


def _shown(amount: int) -> str:
    """In MiB, and never a rounded number that would look like another limit."""
    mebibytes = amount / MIB
    return f"{mebibytes:.0f} MiB" if mebibytes.is_integer() else f"{mebibytes:.1f} MiB"


def of_control_group(
    root: Path = Path("/sys/fs/cgroup"), membership: Path = Path("/proc/self/cgroup")
) -> int:
    """The least memory limit of our control group (v2 or v1) and its parents; 0: there is none.

    ``membership`` is in the format of cgroups(7). In a container its path can name folders that
    are not there: then what is at ``root`` is the container's own.
    """
    try:
        lines = membership.read_text().splitlines()
    except OSError:
        lines = []
    paths = {"": "/", "memory": "/"}
    for line in lines:
        _number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        for controller in controllers.split(","):
            paths[controller] = path
    found = [
        *_limits(root, paths[""], "memory.max"),
        *_limits(root / "unified", paths[""], "memory.max"),
        *_limits(root / "memory", paths["memory"], "memory.limit_in_bytes"),
    ]
    return min(found, default=0)


def _limits(root: Path, path: str, name: str) -> list[int]:
    below = Path(path.strip("/"))
    limits = []
    for folder in (root / below, *(root / parent for parent in below.parents)):
        try:
            limit = int((folder / name).read_text())
        except (OSError, ValueError):  # ValueError: "max"
            continue
        if 0 < limit < _UNLIMITED:
            limits.append(limit)
    return limits
