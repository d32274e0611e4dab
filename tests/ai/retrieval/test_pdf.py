"""PDFs: their text layer, and what has none, is damaged, or never ends."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from retrieval import pdf


def printed(*texts: str, password: str = "") -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password) if password else None)
    for text in texts:
        canvas.drawString(50, 700, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_pages_with_their_numbers():
    texts = [
        "The fee is ten euro a day, and less on Sundays.",
        "",
        "Breakfast is at eight o'clock.",
    ]
    found = pdf.pages(printed(*texts))
    assert [(page.number, page.text.strip()) for page in found] == [(1, texts[0]), (3, texts[2])]


def test_a_scan_has_no_text():
    assert pdf.pages(printed("", "")) == []
    assert pdf.pages(printed("p. 1", "p. 2")) == []  # stamped by a scanner


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "damaged"),
        (b"no PDF", "damaged"),
        (printed("The fee is ten euro.")[:300], "damaged"),
        (printed("The fee is ten euro.", password="secret"), "password"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(content, words):
    with pytest.raises(pdf.UnreadablePdf, match=words):
        pdf.pages(content)


@pytest.mark.parametrize(("seconds", "megabytes"), [(1, 400), (60, 40)], ids=["time", "memory"])
def test_a_document_may_not_take_all_there_is(monkeypatch, seconds, megabytes):
    monkeypatch.setattr(pdf, "_LIMITS", (seconds, megabytes, 10, 1000))
    with pytest.raises(pdf.UnreadablePdf, match="more time or memory"):
        pdf.pages(endless())


def endless() -> bytes:
    """A page that draws a form ten times, which draws another one ten times, and so on."""
    depth, times = 9, 10
    body = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    first = 4
    body.append(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents %d 0 R"
        b" /Resources << /XObject << /F %d 0 R >> >> >>" % (first, first + 1)
    )
    for level in range(depth):
        stream = b"/F Do " * times
        dictionary = b"/Length %d" % len(stream)
        if level:
            dictionary += (
                b" /Type /XObject /Subtype /Form /BBox [0 0 9 9]"
                b" /Resources << /XObject << /F %d 0 R >> >>"
                % min(first + level + 1, first + depth - 1)
            )
        body.append(b"<< %s >>\nstream\n%s\nendstream" % (dictionary, stream))
    file = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(body, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(body) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(body) + 1,
        table,
    )
