"""Invoices as they are measured: pages as images, or PDFs that lose their attachments only."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def to_images(source: Path, folder: Path, dpi: int) -> Path:
    """A TIFF of the pages at `dpi`, all pages in one file."""
    pdf = pypdfium2.PdfDocument(source)
    pages = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pdf]
    target = folder / f"{source.stem}.tiff"
    pages[0].save(
        target,
        save_all=True,
        append_images=pages[1:],
        compression="tiff_deflate",
        dpi=(dpi, dpi),
    )
    return target


def without_attachments(source: Path, folder: Path) -> Path:
    """The same pages in a new PDF: embedded files (the invoice's XML) stay behind."""
    pdf = pypdfium2.PdfDocument.new()
    pdf.import_pages(pypdfium2.PdfDocument(source))
    target = folder / f"{source.stem}.pdf"
    pdf.save(target)
    return target
