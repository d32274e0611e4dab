"""Which files are documents to read.

A file that a person puts on a bill is read whatever it looks like. A mail also brings the
pictures of its signature: those are told from photographed bills by their size and shape.
"""

from __future__ import annotations

#: What the OCR service accepts.
READABLE_MIMETYPES = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/tiff"}
)
_MIMETYPE_OF_SUFFIX = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
}

#: A picture whose short side has fewer pixels cannot hold a readable bill (a line of text needs
#: about ten); logos and portraits in signatures are smaller.
SHORT_SIDE_MIN = 400
#: Banners are wide. A till receipt is tall, so only width over height counts.
WIDTH_TO_HEIGHT_MAX = 2.4


def readable_mimetype(mimetype: str, name: str) -> str | None:
    """The type to read the file as, or None.

    The name decides when the content said nothing (an empty file, a client that sends
    application/octet-stream).
    """
    mimetype = (mimetype or "").split(";")[0].strip().lower()
    if mimetype in READABLE_MIMETYPES:
        return mimetype
    if mimetype in ("", "application/octet-stream", "application/x-empty", "inode/x-empty"):
        return _MIMETYPE_OF_SUFFIX.get(name.rpartition(".")[2].lower())
    return None


def image_may_be_document(width: int, height: int) -> bool:
    """Whether a picture in a mail, `width` × `height` pixels, can be a photographed document."""
    return min(width, height) >= SHORT_SIDE_MIN and width <= WIDTH_TO_HEIGHT_MAX * height
