"""The samples are what they claim to be: true, reproducible, and broken only where they should."""

from __future__ import annotations

import json
import zlib
from decimal import Decimal
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader
from stdnum import iban
from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as gb_vat
from stdnum.id import npwp

from . import broken, facturx
from .__main__ import main
from .catalogue import SAMPLES, by_file_name, readable
from .truth import truth

READABLE = [pytest.param(sample, id=sample.file_name) for sample in readable()]
# German, English, … digital documents have a text layer; pictures have none
DIGITAL = [
    param
    for param in READABLE
    if param.id
    in {
        "german_invoice.pdf",
        "french_bill.pdf",
        "english_invoice.pdf",
        "dutch_credit_note.pdf",
        "italian_invoice.pdf",
        "indonesian_invoice.pdf",
        "facturx_invoice.pdf",
    }
]


@cache
def made(file_name: str) -> bytes:
    return by_file_name(file_name).make()


def text_layer(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("sample", READABLE)
def test_amounts_of_the_truth_add_up(sample):
    fields = truth(sample.document)["fields"]
    lines = truth(sample.document)["lines"]
    assert sum(Decimal(item["subtotal"]) for item in lines) == Decimal(fields["amount_untaxed"])
    assert Decimal(fields["amount_untaxed"]) + Decimal(fields["amount_tax"]) == Decimal(
        fields["amount_total"]
    )


@pytest.mark.parametrize("sample", READABLE)
def test_invented_identifiers_carry_valid_check_digits(sample):
    supplier = sample.document.supplier
    if supplier.iban:
        assert iban.is_valid(supplier.iban)
    match sample.document.language:
        case "en" if sample.document.currency == "GBP":
            assert gb_vat.is_valid(supplier.vat)
        case "id":
            assert npwp.is_valid(supplier.vat)
        case language if language != "en":
            assert eu_vat.is_valid(supplier.vat)


@pytest.mark.parametrize("sample", DIGITAL)
def test_a_digital_document_says_its_truth_in_its_text_layer(sample):
    text = " ".join(text_layer(made(sample.file_name)).split())
    document = sample.document
    assert document.number in text
    for item in document.lines:
        assert item.description in text


@pytest.mark.parametrize("name", ["german_invoice_scan.pdf", "encrypted.pdf"])
def test_nothing_of_a_scan_or_a_locked_file_can_be_read_as_text(name):
    data = made(name)
    if name == "encrypted.pdf":
        with pytest.raises(pypdfium2.PdfiumError, match="password"):
            text_layer(data)
        with pypdfium2.PdfDocument(data, password=broken.PASSWORD) as document:
            assert len(document) == 1
    else:
        assert text_layer(data).strip() == ""


def rebuilt(sample):
    drawn = sample.file_name.endswith((".png", ".jpg"))
    return pytest.param(sample, id=sample.file_name, marks=pytest.mark.slow if drawn else ())


@pytest.mark.parametrize("sample", [rebuilt(sample) for sample in SAMPLES])
def test_a_rebuild_gives_the_same_bytes(sample):
    assert zlib.crc32(sample.make()) == zlib.crc32(made(sample.file_name))


def test_the_long_bill_has_two_pages_and_many_lines():
    assert len(PdfReader(BytesIO(made("french_bill.pdf"))).pages) == 2
    assert len(by_file_name("french_bill.pdf").document.lines) == 36


def test_facturx_embeds_the_invoice_as_xml():
    [xml] = PdfReader(BytesIO(made("facturx_invoice.pdf"))).attachments[facturx.NAME]
    assert b"RE-2026-04817" in xml
    assert b"<ram:GrandTotalAmount>3058.66</ram:GrandTotalAmount>" in xml


def test_the_damaged_file_cannot_be_repaired():
    with pytest.raises(pypdfium2.PdfiumError):
        text_layer(made("damaged.pdf"))


def test_the_bomb_is_small_on_disk_and_vast_in_memory():
    data = made("bomb.png")
    assert len(data) < 1_000_000
    Image.MAX_IMAGE_PIXELS, before = None, Image.MAX_IMAGE_PIXELS
    try:
        with Image.open(BytesIO(data)) as image:  # header only, nothing is unpacked
            assert (image.size, image.mode) == ((10_000, 10_000), "RGB")
    finally:
        Image.MAX_IMAGE_PIXELS = before


def test_the_command_writes_the_chosen_files_with_their_truth(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["samples", str(tmp_path), "german_invoice.pdf", "empty.pdf"])
    main()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "empty.pdf",
        "german_invoice.json",
        "german_invoice.pdf",
    ]
    fields = json.loads((tmp_path / "german_invoice.json").read_text())["fields"]
    assert fields["amount_total"] == "3058.66"


def test_an_unknown_name_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["samples", str(tmp_path), "nonsense.pdf"])
    with pytest.raises(SystemExit):
        main()
    assert "nonsense.pdf" in capsys.readouterr().err
