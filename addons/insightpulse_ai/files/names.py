"""What a file is called where people and models read it."""

from __future__ import annotations

MOST_CHARACTERS = 80
# they turn the reading direction around, so that gpj.exe looks like exe.jpg
_TURNING = {*map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))}


def file_name(name: str) -> str:
    """
    >>> file_name("C:\\\\fakepath\\\\../bill<1>.pdf")
    'bill‹1›.pdf'
    >>> file_name("../")
    'file'
    """
    last = name.replace("\\", "/").rstrip("/").split("/")[-1]
    visible = "".join(char for char in last if char.isprintable() and char not in _TURNING)
    plain = " ".join(visible.replace("<", "‹").replace(">", "›").split()).strip(". ")
    if len(plain) > MOST_CHARACTERS:
        stem, dot, extension = plain.rpartition(".")
        ending = f"{dot}{extension}" if dot and len(extension) <= 8 else ""
        plain = f"{(stem or plain)[: MOST_CHARACTERS - len(ending) - 1]}…{ending}"
    return plain or "file"
