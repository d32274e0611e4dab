"""Attachments in a bucket, named by their content: ``s3://ab/ab…``, the SHA-256 in hexadecimal.

Equal content is stored once, and what comes back is checked against its name. A database has a
folder of its own; no name leads out of it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from typing import IO
from urllib.parse import quote

from .bucket import BLOCK, DELETE_AT_ONCE, Bucket, Missing, S3Error

SCHEME = "s3://"
_NAME = re.compile(r"s3://([0-9a-f]{2})/(\1[0-9a-f]{62})")
_OWNER = "owner"


def is_name(text: object) -> bool:
    """Whether ``store_fname`` of an attachment means an object of this store."""
    return isinstance(text, str) and text.startswith(SCHEME)


def folder(prefix: str, database: str) -> str:
    """Where the files of a database lie in a bucket.

    >>> folder("", "odoo"), folder("company/one", "a/../b")
    ('odoo', 'company/one/a%2F..%2Fb')
    """
    own = quote(database, safe="")
    if own in (".", ".."):
        raise ValueError(f"a database named {database!r} can have no folder")
    return f"{prefix}/{own}".lstrip("/")


class Store:
    """``folder``: the keys' beginning, without a slash at its ends."""

    def __init__(self, bucket: Bucket, folder: str) -> None:
        self.bucket = bucket
        self.folder = folder

    # no model; pylint: disable-next=method-required-super
    def write(self, content: IO[bytes]) -> str:
        """Store a seekable file unless it is there already; returns its name."""
        sha256, size = fingerprint(content)
        key = f"{self.folder}/{sha256[:2]}/{sha256}"
        if not self.bucket.has(key):
            self.bucket.put(key, content, size, sha256)
        return f"{SCHEME}{sha256[:2]}/{sha256}"

    # no model; pylint: disable-next=method-required-super
    def read(self, name: str, into: IO[bytes]) -> None:
        """Write the content to ``into``, an empty file that can be read as well.

        Raises :class:`Missing`, and :class:`S3Error` where it is another content.
        """
        self.bucket.get(self._key(name), into)
        into.flush()
        if fingerprint(into)[0] != name[-64:]:
            raise S3Error(f"{self.bucket}: {self._key(name)} is damaged: not what its name says")

    def names(self) -> Iterator[str]:
        for key in self.bucket.keys(f"{self.folder}/"):
            name = SCHEME + key[len(self.folder) + 1 :]
            if _NAME.fullmatch(name):
                yield name

    def delete(self, names: Iterable[str]) -> None:
        keys = [self._key(name) for name in names]
        for start in range(0, len(keys), DELETE_AT_ONCE):
            self.bucket.delete(keys[start : start + DELETE_AT_ONCE])

    def owner(self) -> str | None:
        """The database that said that this folder is its own."""
        answer = io.BytesIO()
        try:
            self.bucket.get(f"{self.folder}/{_OWNER}", answer)
        except Missing:
            return None
        return answer.getvalue().decode()

    def claim(self, owner: str) -> None:
        content = io.BytesIO(owner.encode())
        sha256, size = fingerprint(content)
        self.bucket.put(f"{self.folder}/{_OWNER}", content, size, sha256)

    def _key(self, name: str) -> str:
        return f"{self.folder}/{place(name)}"


def place(name: str) -> str:
    """The path of an object or a copy below a folder, ``ab/ab…``; it never leads out of it.

    Raises :class:`Missing` for what is no name of ours.
    """
    match = _NAME.fullmatch(name)
    if not match:
        raise Missing(f"{name!r} is not the name of an object")
    return f"{match[1]}/{match[2]}"


def fingerprint(content: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and size of a seekable file."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := content.read(BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size
