"""A key as the database keeps it: encrypted, and good for one purpose only.

AES-256-GCM by ``cryptography``, which Odoo's ``mail`` has loaded anyway. What a text is for, such
as the address that a key may be sent to, is authenticated with it: copied elsewhere, it does not
open.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

MARK = "sealed:1:"
NONCE_BYTES = 12
KEY_BYTES = 32


class CannotOpen(ValueError):
    """It was sealed with another sealing key, for another purpose, or is damaged."""


def is_sealed(text: str) -> bool:
    """
    >>> is_sealed("sealed:1:AAAA"), is_sealed("sk-1234"), is_sealed("")
    (True, False, False)
    """
    return text.startswith(MARK)


def seal(text: str, sealing_key: str, purpose: str) -> str:
    """
    >>> sealed = seal("sk-1234", new_sealing_key(), "https://api.openai.com/v1")
    >>> is_sealed(sealed), "1234" in sealed
    (True, False)

    :raise CannotOpen: ``sealing_key`` is none
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    return MARK + _encoded(
        nonce + _cipher(sealing_key).encrypt(nonce, text.encode(), purpose.encode())
    )


def unseal(sealed: str, sealing_key: str, purpose: str) -> str:
    """The inverse of :func:`seal`, with the same ``sealing_key`` and ``purpose``.

    :raise CannotOpen:
    """
    from cryptography.exceptions import InvalidTag

    cipher = _cipher(sealing_key)
    try:
        raw = urlsafe_b64decode(sealed.removeprefix(MARK).encode("ascii"))
        text: bytes = cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
        return text.decode()
    except (ValueError, InvalidTag):
        raise CannotOpen("what is stored does not open with this sealing key") from None


def new_sealing_key() -> str:
    return _encoded(secrets.token_bytes(KEY_BYTES))


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii")


def _cipher(sealing_key: str) -> Any:  # an AESGCM, which is loaded where it is used
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = urlsafe_b64decode(sealing_key.encode("ascii"))
    except ValueError:
        raw = b""
    if len(raw) != KEY_BYTES:
        raise CannotOpen("the sealing key is not 32 bytes in base64")
    return AESGCM(raw)
