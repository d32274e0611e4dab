"""Files that nobody can read, each broken in its own way."""

from __future__ import annotations

import struct
import zlib

from reportlab.lib.pdfencrypt import StandardEncryption

from . import german_invoice

PASSWORD = "nur-fuer-tests"


def encrypted_pdf() -> bytes:
    """A good invoice that opens only with a password."""
    lock = StandardEncryption(PASSWORD, ownerPassword=PASSWORD, strength=128)
    return german_invoice.render(encrypt=lock)


def empty_pdf() -> bytes:
    """0 bytes: what an interrupted upload or a full disk leaves behind."""
    return b""


def damaged_pdf() -> bytes:
    """A PDF's first bytes, then nothing a reader could repair."""
    return german_invoice.render()[:420] + bytes(range(256)) * 8


def png_bomb(side: int = 10_000) -> bytes:
    """A PNG of `side` × `side` white RGB pixels: some 0.3 MB that unpack to `3·side²` bytes."""
    deflate = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (3 * side)
    data = b"".join(deflate.compress(row) for _ in range(side)) + deflate.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND")


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)
