"""Documents whose bytes are like no other's, so that no earlier result can be used for them."""

from __future__ import annotations

import functools
import itertools
import os

from PIL import Image

from ..samples import french_bill, german_invoice, photo, raster, receipt, scan

_seeds = itertools.count(int.from_bytes(os.urandom(4), "big"))


@functools.cache
def _page(name: str) -> Image.Image:
    match name:
        case "receipt":
            return raster.pages(receipt.render(), dpi=300)[0]
        case "german":
            return raster.pages(german_invoice.render())[0]
    raise ValueError(name)


def fresh_photo() -> bytes:
    """The receipt, photographed anew: other noise, the same words."""
    return photo.photographed(_page("receipt"), seed=next(_seeds))


def fresh_scan() -> bytes:
    """The German invoice, scanned anew: a few seconds of recognition."""
    return scan.scanned_pdf([_page("german")], seed=next(_seeds))


def fresh_long_scan() -> bytes:
    """The French bill's two pages, scanned anew: time enough to kill something."""
    return scan.scanned_pdf(raster.pages(french_bill.render()), seed=next(_seeds))
