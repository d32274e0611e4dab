"""What a file is, by its content: its name and the type it was sent with may say anything."""

from __future__ import annotations

from typing import Literal

from .refused import Refused

Kind = Literal["image", "pdf", "text"]

MOST_BYTES = 10_000_000
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_KNOWN = {
    b"PK\x03\x04": "Word, Excel and other office files cannot be read: save it as a PDF.",
    b"\xd0\xcf\x11\xe0": "Old office files cannot be read: save it as a PDF.",
    b"II*\x00": "TIFF images cannot be read: save it as PNG or PDF.",
    b"MM\x00*": "TIFF images cannot be read: save it as PNG or PDF.",
    b"BM": "BMP images cannot be read: save it as PNG.",
}
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
_OTHERS = "It can be an image (PNG, JPEG, WebP, GIF), a PDF, or plain text."


def kind_of(data: bytes) -> Kind:
    """
    >>> kind_of(b"%PDF-1.7"), kind_of("Grüße".encode())
    ('pdf', 'text')

    :raise Refused: for what no model is given
    """
    if not data:
        raise Refused("The file is empty.")
    check_size(len(data))
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data.startswith(b"%PDF-"):
        return "pdf"
    for signature, remedy in _KNOWN.items():
        if data.startswith(signature) and not _is_text(data):
            raise Refused(remedy)
    if data[4:12] in _HEIC:
        raise Refused("HEIC images cannot be read: save it as JPEG.")
    if _is_text(data):
        return "text"
    raise Refused(f"This kind of file cannot be read. {_OTHERS}")


def check_size(size: int) -> None:
    """
    :param size: in bytes
    :raise Refused: it is too much to be read
    """
    if size > MOST_BYTES:
        raise Refused(
            f"The file has {size / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB are taken."
        )


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    strange = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in data[:4096])
    return strange == 0
