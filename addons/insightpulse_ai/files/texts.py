"""Plain text from bytes."""

from __future__ import annotations

MOST_CHARACTERS = 100_000
"""What is kept of a text. A model is told much less, see ``context.files``."""


def text_of(data: bytes) -> str:
    """
    >>> text_of("Grüße".encode("cp1252"))
    'Grüße'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return cleaned(text)


def cleaned(text: str) -> str:
    """Without control characters and trailing spaces, and bounded."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    visible = ("".join(c if c.isprintable() or c == "\t" else " " for c in line) for line in lines)
    return "\n".join(line.rstrip() for line in visible).strip()[:MOST_CHARACTERS]
