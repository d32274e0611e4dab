"""The format of a backup: one tar, written and read as a stream.

``manifest.json``         what it is, of which versions, and how much
``files/ab/ab…``          the files of attachments, by the name of their content: SHA-1 (40 digits)
                          where they lay on the disk, SHA-256 (64) where in S3
``database.dump.000000``  … pg_dump's custom format in parts, because a tar wants sizes beforehand:
                          ``tar -xOf BACKUP --wildcards 'database.dump.*' | pg_restore -f -``
``end.json``              how much it was in the end; a backup without it is not whole

The database comes last: so a restore commits it when everything it names is there.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
import time
from typing import IO, Any

FORMAT = 1
MANIFEST, END, FILES, DUMP = "manifest.json", "end.json", "files/", "database.dump."
PART = 4 << 20
_FILE = re.compile(r"files/(([0-9a-f]{2})/\2[0-9a-f]{38}(?:[0-9a-f]{24})?)")


class Damaged(Exception):
    """It is no backup of ours, or not a whole one."""


def file_name(store_fname: str) -> str | None:
    """The member that holds the file of an attachment; None for a name that is no content's."""
    name = FILES + store_fname.removeprefix("s3://")
    return name if _FILE.fullmatch(name) else None


def store_fname(member: str) -> str:
    """The inverse of :func:`file_name`. Raises :class:`Damaged`."""
    match = _FILE.fullmatch(member)
    if not match:
        raise Damaged(f"{member!r} is not a name that a backup holds")
    return match[1] if len(match[1]) == 43 else f"s3://{match[1]}"


class Writer:
    """A context; ``out`` need not be seekable, and gets nothing more after a failure."""

    def __init__(self, out: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=out, mode="w|")  # noqa: SIM115  as long as this object
        self._parts = 0

    def json(self, name: str, content: dict[str, Any]) -> None:
        text = json.dumps(content, indent=2, sort_keys=True).encode() + b"\n"
        self.file(name, io.BytesIO(text), len(text))

    def file(self, name: str, content: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(time.time())
        self._tar.addfile(info, content)

    def part(self, block: bytes) -> None:
        """The next part of the database."""
        self.file(f"{DUMP}{self._parts:06}", io.BytesIO(block), len(block))
        self._parts += 1

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed:
            self._tar.fileobj.closed = True  # type: ignore[attr-defined]  # it would write its end
        else:
            self._tar.close()


def parsed(content: IO[bytes] | None, name: str) -> dict[str, Any]:
    try:
        found = json.load(content) if content else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Damaged(f"{name} cannot be read")
    return found
