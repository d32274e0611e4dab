"""Numbers for processes: each takes the lowest that is free, and counts in that number's files.

A recycled worker goes on in the files of one that has ended, so that there are never more files
than there were processes at once. A lock that the kernel drops with the process makes a number
free, however the process ends.
"""

import fcntl
import os
from collections import namedtuple
from contextlib import suppress
from pathlib import Path

Live = namedtuple("Live", "number pid kind")

OF_THE_LIVING = ("gauge_live*_{}.db", "busy-{}")
"""Files of a number that say how its process is: the next one begins without them."""


def identity(pid):
    """``pid-start``, which no other process of this machine ever has; None without that process.

    Field 22 of ``stat`` in proc(5), in clock ticks since the machine's start: an exec keeps it.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else f"{pid}-{fields[19]}"


def held(path):
    """Whether a process holds the lock of that file."""
    with suppress(FileNotFoundError), open(path, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


class Slots:
    """The numbers of one folder, and the one of this process."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._pid = self._number = self._file = None
        os.register_at_fork(after_in_child=self._leave)

    def own(self):
        """The number of this process, which it has from now until it ends."""
        if self._pid != os.getpid():
            self.take()
        return self._number

    def take(self, kind="other"):
        """Take a number, or say of the one that this process has what kind of process it is."""
        if self._pid != os.getpid():
            self._number, self._file = self._first_free()
            self._pid = os.getpid()
            for of_the_living in OF_THE_LIVING:
                for stale in self.folder.glob(of_the_living.format(self._number)):
                    stale.unlink()
        word = f"{identity(self._pid)} {kind}\n".encode()
        os.pwrite(self._file, word, 0)
        os.ftruncate(self._file, len(word))

    def live(self):
        """The processes that have a number now."""
        found = []
        for path in self.folder.glob("slot-*.lock"):
            with suppress(OSError, ValueError):
                name, kind = path.read_text().split()
                pid = int(name.partition("-")[0])
                if identity(pid) == name:
                    found.append(Live(int(path.stem[len("slot-") :]), pid, kind))
        return sorted(found)

    def _first_free(self):
        number = 0
        while True:
            path = self.folder / f"slot-{number}.lock"
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return number, file
            except BlockingIOError:
                os.close(file)
                number += 1
            except OSError:  # no locks here
                os.close(file)
                raise

    def _leave(self):
        """In a fork: the number stays with who forked, even if this process survives it."""
        if self._file is not None:
            os.close(self._file)
        self._pid = self._number = self._file = None
