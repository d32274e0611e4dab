"""prometheus_client's files, by slot instead of process id, their space taken beforehand."""

import json
import os
from contextlib import suppress
from pathlib import Path

from prometheus_client import mmap_dict, values

FIRST_BYTES = 1 << 16


class Allocated(mmap_dict.MmapedDict):
    """A file whose space exists: on a full disk, writing into a hole of a mapped file kills."""

    def __init__(self, filename, read_mode=False):
        with open(filename, "ab") as file:
            os.posix_fallocate(file.fileno(), 0, FIRST_BYTES)
        super().__init__(filename, read_mode)

    # upstream's returns nothing; pylint: disable-next=missing-return
    def _init_value(self, key):
        needed = self._used + len(key.encode()) + 32
        if needed > self._capacity:
            os.posix_fallocate(self._f.fileno(), 0, max(2 * self._capacity, needed))
        super()._init_value(key)


def use(slots):
    """Have every metric that is defined from now on counted in the folder of ``slots``."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(slots.folder)
    values.MmapedDict = Allocated
    values.ValueClass = values.MultiProcessValue(slots.own)


def files(folder, live):
    """What can be read now: a file that has just been made is still empty."""
    numbers = {str(number) for number in live}
    for path in sorted(Path(folder).glob("*.db")):
        number = path.stem.rpartition("_")[2]
        if path.name.startswith("gauge_live") and number not in numbers:
            continue  # its process has ended
        with suppress(FileNotFoundError):
            if path.stat().st_size:
                yield str(path)


def keys(path):
    """``(sample, labels)`` of each value in a file; nothing of one that is missing or empty: its
    process may have been killed before it had begun to write."""
    try:
        if not path.stat().st_size:
            return []
        entries = list(mmap_dict.MmapedDict.read_all_values_from_file(path))
    except FileNotFoundError:
        return []
    found = (json.loads(key) for key, *_value in entries)
    return [(sample, labels) for _metric, sample, labels, _help in found]
