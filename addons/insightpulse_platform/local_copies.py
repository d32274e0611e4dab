"""Copies on the disk of files that are kept elsewhere: to be read often, and lost at any time."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

LIMIT = 256 << 20
"""Bytes of all copies together, and up to an eighth more for each process."""

AT_LEAST = 600
"""Seconds that a copy stays: long enough for a request that has just got its path."""


class LocalCopies:
    def __init__(self, folder, limit=LIMIT):
        self.folder = Path(folder)
        self.limit = limit
        self._added = 0

    def path(self, name):
        return self.folder / name

    def fetch(self, name, read):
        """The path of the copy ``name``; ``read(file)`` writes it where it is missing."""
        path = self.path(name)
        try:
            if time.time() - path.stat().st_mtime > AT_LEAST / 2:
                os.utime(path)
        except FileNotFoundError:
            self.keep(name, read)
        return path

    def keep(self, name, read):
        """Make the copy at one stroke."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, partial = tempfile.mkstemp(prefix=".partial-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                read(file)
                self._added += file.seek(0, os.SEEK_END)
            os.replace(partial, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(partial)
            raise
        if self._added > self.limit / 8:
            self._added = 0
            self.trim()

    def trim(self):
        """Remove the copies that were used the longest time ago, down to the limit."""
        copies, total = [], 0
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                stat = path.stat()
                copies.append((stat.st_mtime, stat.st_size, path))
                total += stat.st_size
        oldest_kept = time.time() - AT_LEAST
        for used, size, path in sorted(copies):
            if total <= self.limit or used > oldest_kept:
                break
            with suppress(OSError):
                path.unlink()
                total -= size
