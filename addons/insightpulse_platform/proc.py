"""What the kernel says about memory. Plain Python without Odoo; every figure is in bytes."""

import os
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
UNLIMITED = 1 << 60
"""cgroup v1 writes a number near 2**63 for "no limit"."""


def virtual_and_resident(pid="self", proc=Path("/proc")):
    """``(virtual, resident)`` of a process, see ``statm`` in proc(5)."""
    virtual, resident, *_rest = (proc / str(pid) / "statm").read_text().split()
    return int(virtual) * PAGE, int(resident) * PAGE


def anonymous(pid, proc=Path("/proc")):
    """Resident memory that is neither file nor shared; 0 for a process that has ended."""
    return _entry(proc / str(pid) / "status", "RssAnon:")


def proportional(pid, proc=Path("/proc")):
    """Resident memory, a page of n processes counted 1/n; 0 for a process that has ended."""
    return _entry(proc / str(pid) / "smaps_rollup", "Pss:")


def _entry(path, name):
    """Bytes of the line ``name: N kB``; 0 where there is none."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)


class ControlGroup:
    """The memory of all processes of a container, from cgroup v2 or v1.

    >>> ControlGroup(Path("/nowhere")).working_set() is None
    True
    """

    def __init__(self, root=Path("/sys/fs/cgroup")):
        v1 = root / "memory"
        if (v1 / "memory.limit_in_bytes").is_file():
            self._folder, self._usage, self._limit = v1, "usage_in_bytes", "limit_in_bytes"
            self._cache = "total_inactive_file"
        else:
            self._folder, self._usage, self._limit = root, "current", "max"
            self._cache = "inactive_file"

    def limit(self):
        """Bytes at which the kernel ends a process; None without a limit."""
        limit = self._number(self._limit)
        return limit if limit is not None and limit < UNLIMITED else None

    def working_set(self):
        """Bytes that cannot be had back: the usage less the inactive file cache."""
        usage = self._number(self._usage)
        if usage is None:
            return None
        return max(0, usage - self._stat(self._cache))

    def _number(self, name):
        try:
            return int((self._folder / f"memory.{name}").read_text())
        except (OSError, ValueError):  # ValueError: "max"
            return None

    def _stat(self, name):
        try:
            lines = (self._folder / "memory.stat").read_text().splitlines()
        except OSError:
            return 0
        return next((int(line.split()[1]) for line in lines if line.split()[0] == name), 0)
