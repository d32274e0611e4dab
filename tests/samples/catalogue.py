"""All samples by file name: how to make each, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import (
    broken,
    dutch_credit_note,
    english_invoice,
    facturx,
    french_bill,
    german_invoice,
    indonesian_invoice,
    italian_invoice,
    photo,
    raster,
    receipt,
    scan,
    spanish_invoice,
)
from .document import Document


@dataclass(frozen=True)
class Sample:
    """`document` is None where there is nothing to read; `why` then says what is wrong."""

    file_name: str
    make: Callable[[], bytes]
    document: Document | None = None
    why: str = ""

    @property
    def name(self) -> str:
        return self.file_name.rpartition(".")[0]


def _german_scan() -> bytes:
    return scan.scanned_pdf(raster.pages(german_invoice.render()), seed=2026)


def _spanish_scan() -> bytes:
    return scan.scanned_png(raster.pages(spanish_invoice.render())[0], seed=731)


def _receipt_photo() -> bytes:
    return photo.photographed(raster.pages(receipt.render(), dpi=300)[0], seed=48213)


def _facturx() -> bytes:
    return facturx.embed(german_invoice.render(), german_invoice.DOCUMENT)


SAMPLES = (
    Sample("german_invoice.pdf", german_invoice.render, german_invoice.DOCUMENT),
    Sample("german_invoice_scan.pdf", _german_scan, german_invoice.DOCUMENT),
    Sample("receipt_photo.jpg", _receipt_photo, receipt.DOCUMENT),
    Sample("french_bill.pdf", french_bill.render, french_bill.DOCUMENT),
    Sample("english_invoice.pdf", english_invoice.render, english_invoice.DOCUMENT),
    Sample("dutch_credit_note.pdf", dutch_credit_note.render, dutch_credit_note.DOCUMENT),
    Sample("italian_invoice.pdf", italian_invoice.render, italian_invoice.DOCUMENT),
    Sample("spanish_invoice_scan.png", _spanish_scan, spanish_invoice.DOCUMENT),
    Sample("indonesian_invoice.pdf", indonesian_invoice.render, indonesian_invoice.DOCUMENT),
    Sample("facturx_invoice.pdf", _facturx, german_invoice.DOCUMENT),
    Sample("encrypted.pdf", broken.encrypted_pdf, why="encrypted"),
    Sample("empty.pdf", broken.empty_pdf, why="empty"),
    Sample("damaged.pdf", broken.damaged_pdf, why="damaged"),
    Sample("bomb.png", broken.png_bomb, why="page_too_large"),
)


def readable() -> Iterator[Sample]:
    return (sample for sample in SAMPLES if sample.document)


def by_file_name(file_name: str) -> Sample:
    return next(sample for sample in SAMPLES if sample.file_name == file_name)
