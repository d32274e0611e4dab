import io

import pytest
from PIL import Image

import documents
from documents import A4, BILL, Pdf
from ocr_service.pages import open_document
from ocr_service.settings import Settings

SCALE = 200 / 72  # pixels a point


@pytest.fixture
def lines(tmp_path):
    """Function from a PDF to the lines of its first page; None where the page needs OCR."""

    def lines_of(content: bytes) -> list[dict] | None:
        path = tmp_path / "document.pdf"
        path.write_bytes(content)
        with open_document(path, Settings()) as document:
            return document.page(0).lines

    return lines_of


def texts(lines: list[dict]) -> list[str]:
    return [line["text"] for line in lines]


def test_lines_come_from_top_to_bottom_word_for_word(lines):
    assert texts(lines(documents.digital_pdf())) == list(BILL)


def test_a_line_lies_where_it_is_drawn(lines):
    pdf = Pdf().paragraph().text(400, 700, "Grand total", size=20)
    (line,) = [line for line in lines(pdf.bytes()) if line["text"] == "Grand total"]
    (left, top), (right, _), (_, bottom), _ = line["polygon"]
    width = pdf.canvas.stringWidth("Grand total", "Helvetica", 20)
    assert left == pytest.approx(400 * SCALE, abs=4)
    assert right == pytest.approx((400 + width) * SCALE, abs=4)
    assert top < 700 * SCALE < bottom  # the baseline
    assert line["confidence"] == 1.0
    assert line["source"] == "text"


def test_words_far_apart_on_a_row_are_separate_lines(lines):
    pdf = Pdf().paragraph(BILL[:4])
    for x, text in ((60, "Oak shelf"), (300, "2"), (360, "620.00"), (430, "1,240.00")):
        pdf.text(x, 500, text)
    assert texts(lines(pdf.bytes()))[-4:] == ["Oak shelf", "2", "620.00", "1,240.00"]


def test_words_that_are_placed_one_by_one_are_one_line(lines):
    pdf = Pdf().paragraph(BILL[:4])
    x = 60.0
    for word in ("Please", "pay", "promptly"):
        pdf.text(x, 500, word)
        x += pdf.canvas.stringWidth(word + " ", "Helvetica", 11)
    assert texts(lines(pdf.bytes()))[-1] == "Please pay promptly"


def test_letters_that_are_spaced_out_stay_a_word(lines):
    pdf = Pdf().paragraph(BILL[:4])
    pdf.canvas.drawString(60, 300, "INVOICE", charSpace=1.5)
    assert texts(lines(pdf.bytes()))[-1] == "INVOICE"


def test_bold_made_by_printing_twice_is_read_once(lines):
    pdf = Pdf().paragraph(BILL[:4]).text(60, 500, "Total 12.00").text(60.3, 500, "Total 12.00")
    assert texts(lines(pdf.bytes()))[-1] == "Total 12.00"


def turned_page() -> Pdf:
    """A landscape sheet that is drawn on its side and shown upright by its /Rotate entry."""
    pdf = Pdf()
    pdf.canvas.setPageRotation(90)
    pdf.canvas.rotate(90)
    pdf.canvas.translate(0, -A4[1])
    return pdf


def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(lines):
    pdf = turned_page().paragraph(BILL[:8], top=60)
    read = lines(pdf.bytes())
    assert texts(read) == list(BILL[:8])
    assert read[0]["polygon"][0][0] == pytest.approx(60 * SCALE, abs=4)


def test_a_page_that_is_shown_on_its_side_needs_ocr(lines):
    pdf = Pdf()
    pdf.canvas.setPageRotation(90)
    assert lines(pdf.paragraph().bytes()) is None


def test_print_along_the_margin_is_a_line_of_its_own(lines):
    pdf = Pdf().paragraph(BILL)
    pdf.canvas.saveState()
    pdf.canvas.translate(30, 200)
    pdf.canvas.rotate(90)
    pdf.canvas.drawString(0, 0, "Form 17 b")
    pdf.canvas.restoreState()
    assert texts(lines(pdf.bytes())) == [*BILL, "Form 17 b"]


def test_form_values_are_read_as_a_viewer_shows_them(lines):
    pdf = Pdf().paragraph(BILL[:4])
    pdf.canvas.acroForm.textfield(name="total", value="Total due 77.50", x=60, y=300, width=200)
    assert "Total due 77.50" in texts(lines(pdf.bytes()))


def test_a_letterhead_behind_real_text_does_not_make_it_a_scan(lines):
    paper = Image.new("RGB", (200, 280), (250, 250, 240))
    assert texts(lines(Pdf().picture(paper).paragraph().bytes())) == list(BILL)


SCAN = documents.page_image()


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("a blank page", Pdf().next_page().bytes()),
        ("a scan", documents.scanned_pdf()),
        ("a page number only", Pdf().text(60, 800, "Page 1 of 2").bytes()),
        ("a scanner's invisible text", Pdf().picture(SCAN).paragraph(mode=3).bytes()),
        (
            "a header stamped over a scan",
            Pdf().picture(SCAN).text(30, 20, "Received by accounts, 17 March 2025, 09:41").bytes(),
        ),
    ],
)
def test_a_layer_that_is_not_the_page_is_not_used(lines, case, content):
    assert lines(content) is None, case


def test_text_drawn_as_curves_needs_ocr(lines):
    pdf = Pdf().text(60, 800, "Registered in England, number 01234567")
    for number in range(200):
        path = pdf.canvas.beginPath()
        path.circle(60 + number % 40 * 10, 700 - number // 40 * 20, 4)
        path.circle(60 + number % 40 * 10, 700 - number // 40 * 20, 2)
        pdf.canvas.drawPath(path)
    assert lines(pdf.bytes()) is None


def test_a_font_without_unicode_values_needs_ocr(lines):
    # A font of its own encoding whose glyph names say nothing: what many old printers made.
    content = documents.digital_pdf()
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    font = writer.pages[0]["/Resources"]["/Font"]["/F1"]
    names = [NameObject(f"/g{code}") for code in range(32, 127)]
    font[NameObject("/Encoding")] = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Encoding"),
            NameObject("/Differences"): ArrayObject([NumberObject(32), *names]),
        }
    )
    buffer = io.BytesIO()
    writer.write(buffer)
    assert lines(buffer.getvalue()) is None


def test_pages_of_one_file_are_judged_one_by_one(tmp_path):
    path = tmp_path / "mixed.pdf"
    path.write_bytes(Pdf().paragraph().next_page().picture(SCAN).next_page().bytes())
    with open_document(path, Settings()) as document:
        assert document.page(0).lines is not None
        assert document.page(1).lines is None
