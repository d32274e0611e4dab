"""What the kernel counts for one container: control groups version 1 or 2."""

from __future__ import annotations

import threading
import time
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")


class MemoryCgroup:
    """The memory of the control group that process `pid` is in. Sizes are bytes."""

    def __init__(self, pid: int) -> None:
        groups = dict(
            line.split(":", 2)[1:] for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines()
        )
        self._v1 = "memory" in groups
        self.folder = ROOT / "memory" if self._v1 else ROOT
        self.folder /= groups["memory" if self._v1 else ""].lstrip("/")

    def _number(self, v1: str, v2: str) -> int:
        return int((self.folder / (v1 if self._v1 else v2)).read_text())

    def _counts(self, v1: str, v2: str) -> dict[str, int]:
        lines = (self.folder / (v1 if self._v1 else v2)).read_text().splitlines()
        return {name: int(value) for name, value in (line.split() for line in lines)}

    @property
    def limit(self) -> int:
        return self._number("memory.limit_in_bytes", "memory.max")

    @property
    def peak(self) -> int:
        """The highest usage ever, with the page cache that the kernel could have given back."""
        return self._number("memory.max_usage_in_bytes", "memory.peak")

    @property
    def working_set(self) -> int:
        """Usage without inactive page cache: what platforms call a container's memory."""
        usage = self._number("memory.usage_in_bytes", "memory.current")
        inactive = "total_inactive_file" if self._v1 else "inactive_file"
        return usage - self._counts("memory.stat", "memory.stat")[inactive]

    def account(self) -> dict[str, int]:
        """What the usage is made of. ``kernel`` is no part of it in version 1."""
        stat = self._counts("memory.stat", "memory.stat")
        names = {
            "anonymous": ("total_rss", "anon"),
            "active file cache": ("total_active_file", "active_file"),
            "inactive file cache": ("total_inactive_file", "inactive_file"),
            "tmpfs and shared": ("total_shmem", "shmem"),
        }
        account = {name: stat.get(keys[not self._v1], 0) for name, keys in names.items()}
        if self._v1:
            account["kernel"] = self._number("memory.kmem.usage_in_bytes", "")
        else:
            account["kernel"] = stat.get("kernel", 0)
        return account

    @property
    def oom_kills(self) -> int:
        return self._counts("memory.oom_control", "memory.events")["oom_kill"]

    def processes(self) -> list[int]:
        return [int(pid) for pid in (self.folder / "cgroup.procs").read_text().split()]


class Sampler:
    """The highest working set of a control group, looked at four times a second.

    `highest_at`: when that was, by `time.monotonic`; `account`: what the memory consisted of then.
    """

    def __init__(self, cgroup: MemoryCgroup) -> None:
        self.highest = 0
        self.highest_at = 0.0
        self.account: dict[str, int] = {}
        self._cgroup = cgroup
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        while not self._ended.wait(0.25):
            try:
                now = self._cgroup.working_set
                if now > self.highest:
                    self.highest, self.highest_at = now, time.monotonic()
                    self.account = self._cgroup.account()
            except OSError:
                return  # the container has ended

    def stop(self) -> int:
        self._ended.set()
        self._thread.join()
        return self.highest
