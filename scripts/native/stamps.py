"""A finished step leaves a stamp with the hash of its inputs: no stamp, no trust.

The stamp is removed before a step begins and written after it has ended. An interrupted step is
therefore done again from its start, and a step whose inputs have not changed costs nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from native.places import Places
from native.progress import SetupError


class Stamp:
    """The stamp of one step. ``inputs``: the bytes or files that decide about its outcome."""

    def __init__(self, places: Places, name: str, inputs: Iterable[str | Path]) -> None:
        self.path = places.stamps / name
        digest = hashlib.sha256()
        for item in inputs:
            data = item.read_bytes() if isinstance(item, Path) else item.encode()
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
        self.digest = digest.hexdigest()

    def holds(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.digest

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process at a time does the step; another waits, and then finds it done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def set(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(".partial")
        partial.write_text(self.digest)
        partial.replace(self.path)


def require_free_space(folder: Path, megabytes: int, what: str) -> None:
    """Raise :class:`SetupError` unless ``folder``'s disk has ``megabytes`` (10^6 bytes) free."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free // 1_000_000
    if free < megabytes:
        raise SetupError(
            f"{what} needs about {megabytes} MB, and the disk of {existing} has {free} MB free. "
            "Free some space and run the same command again; what is finished is kept."
        )
