"""Documents whose bytes are like no other's, so that no earlier result can be used for them.

Their pixels are always the same: whether noise hides a digit is measured elsewhere.
"""

from __future__ import annotations

import functools
import os

from PIL import Image

from ..samples import french_bill, german_invoice, photo, raster, receipt, scan

_SEED = 2026


@functools.cache
def _page(name: str) -> Image.Image:
    match name:
        case "receipt":
            return raster.pages(receipt.render(), dpi=300)[0]
        case "german":
            return raster.pages(german_invoice.render())[0]
    raise ValueError(name)


def _marked() -> bytes:
    return b"mark of the tests: " + os.urandom(8).hex().encode()


def _unlike_any_pdf(data: bytes) -> bytes:
    """With a comment after its end."""
    return data + b"%" + _marked() + b"\n"


def _unlike_any_jpeg(data: bytes) -> bytes:
    """With a comment segment (COM, ISO/IEC 10918-1 B.2.4.5) after its start marker."""
    mark = _marked()
    segment = b"\xff\xfe" + (len(mark) + 2).to_bytes(2, "big") + mark
    return data[:2] + segment + data[2:]


@functools.cache
def _photo() -> bytes:
    return photo.photographed(_page("receipt"), seed=48213)


@functools.cache
def _scan() -> bytes:
    return scan.scanned_pdf([_page("german")], seed=_SEED)


@functools.cache
def _long_scan() -> bytes:
    return scan.scanned_pdf(raster.pages(french_bill.render()), seed=_SEED)


def fresh_photo() -> bytes:
    """The receipt, photographed."""
    return _unlike_any_jpeg(_photo())


def fresh_scan() -> bytes:
    """The German invoice, scanned: a few seconds of recognition."""
    return _unlike_any_pdf(_scan())


def fresh_long_scan() -> bytes:
    """The French bill's two pages, scanned: time enough to kill something."""
    return _unlike_any_pdf(_long_scan())
