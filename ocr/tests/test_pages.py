import numpy as np
import pytest
from PIL import Image

import documents
from ocr_service import pages
from ocr_service.pages import open_document, sniff
from ocr_service.problems import Problem
from ocr_service.settings import Settings

SETTINGS = Settings(max_pages=3, max_pixels=2_000_000)


@pytest.fixture
def opened(tmp_path):
    """Function from bytes to the pages that are read from them."""

    def pages_of(content: bytes, settings: Settings = SETTINGS) -> list[pages.Page]:
        path = tmp_path / "document"
        path.write_bytes(content)
        with open_document(path, settings) as document:
            return [document.page(index) for index in range(document.count)]

    return pages_of


def refused(opened, content: bytes, settings: Settings = SETTINGS) -> Problem:
    with pytest.raises(Problem) as error:
        opened(content, settings)
    return error.value


def darkest_corner(image: np.ndarray) -> str:
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    halves = {
        "top left": image[:rows, :columns],
        "top right": image[:rows, columns:],
        "bottom left": image[rows:, :columns],
        "bottom right": image[rows:, columns:],
    }
    return min(halves, key=lambda name: halves[name].mean())


def marked(size=(60, 40)) -> Image.Image:
    """White, with a dark top left corner."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 3, size[1] // 3))
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_each_image_format_is_one_page_in_blue_green_red(opened, kind):
    image = Image.new("RGB", (50, 30), (250, 10, 20))
    (page,) = opened(documents.encoded(image, kind))
    assert (page.width, page.height) == (50, 30)
    assert page.image.shape == (30, 50, 3)
    assert page.image.flags["C_CONTIGUOUS"]
    blue, green, red = page.image[15, 25].astype(int)
    assert red > 230
    assert blue < 40
    assert green < 40


def test_a_tiff_has_a_page_for_each_frame(opened):
    frames = [marked((60, 40)), marked((40, 60)), marked((10, 10))]
    assert [(page.width, page.height) for page in opened(documents.tiff(frames))] == [
        (60, 40),
        (40, 60),
        (10, 10),
    ]


def test_an_animation_is_one_page(opened):
    frames = [marked(), marked()]
    content = documents.encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert len(opened(content)) == 1


@pytest.mark.parametrize(
    ("exif", "size", "corner"),
    [
        (1, (60, 40), "top left"),
        (2, (60, 40), "top right"),
        (3, (60, 40), "bottom right"),
        (4, (60, 40), "bottom left"),
        (5, (40, 60), "top left"),
        (6, (40, 60), "top right"),
        (7, (40, 60), "bottom right"),
        (8, (40, 60), "bottom left"),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_is_turned_as_its_exif_says(opened, exif, size, corner, kind):
    orientation = Image.Exif()
    orientation[0x0112] = exif
    (page,) = opened(documents.encoded(marked(), kind, exif=orientation))
    assert (page.width, page.height) == size
    assert darkest_corner(page.image) == corner


def test_transparency_becomes_paper(opened):
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    (page,) = opened(documents.encoded(clear))
    assert page.image.min() == 255


def test_sixteen_bits_of_grey_are_not_cut_off(opened):
    steps = np.linspace(0, 65535, 256, dtype=np.uint16)[None, :].repeat(8, axis=0)
    (page,) = opened(documents.encoded(Image.fromarray(steps)))
    assert page.image[0, 128, 0] == pytest.approx(128, abs=2)


@pytest.mark.parametrize("large", [False, True], ids=["as it is", "reduced"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "RGBA", "I;16", "F"])
def test_every_mode_is_read(opened, mode, large, monkeypatch):
    if large:
        monkeypatch.setattr(pages, "WORKING_PIXELS", 600)
    kind = "TIFF" if mode in ("CMYK", "F") else "PNG"
    (page,) = opened(documents.encoded(marked().convert(mode), kind))
    assert page.image.shape == ((20, 30, 3) if large else (40, 60, 3))
    assert darkest_corner(page.image) == "top left"
    assert page.image[-1, -1].min() > 200


def test_dpi_is_what_the_image_declares_or_unknown(opened):
    assert opened(documents.encoded(marked(), dpi=(300, 300)))[0].dpi == pytest.approx(300, 0.01)
    assert opened(documents.encoded(marked()))[0].dpi is None


def test_a_large_page_is_reduced_but_keeps_its_coordinates(opened, monkeypatch):
    monkeypatch.setattr(pages, "WORKING_PIXELS", 600)
    for kind in ("PNG", "JPEG"):
        (page,) = opened(documents.encoded(marked((60, 40)), kind))
        assert (page.width, page.height) == (60, 40)
        assert page.image.shape == (20, 30, 3)


def test_a_pdf_page_is_rendered_at_the_wanted_resolution(opened):
    (page,) = opened(documents.scanned_pdf(), Settings(dpi=100))
    assert page.lines is None
    assert page.dpi == 100
    assert page.image.shape[:2] == (page.height, page.width)
    assert (page.width, page.height) == (pytest.approx(827, abs=1), pytest.approx(1170, abs=1))


def test_a_poster_is_read_at_a_lower_resolution_and_says_so(opened):
    (page,) = opened(documents.Pdf(size=(3000, 4000)).next_page().bytes())
    assert page.width * page.height <= SETTINGS.max_pixels * 1.01
    assert page.dpi < 200
    assert "it was read at" in page.warnings[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"just words", "unsupported_type"),
        (b"GIF89a" + bytes(50), "unsupported_type"),
        (b"PK\x03\x04" + bytes(50), "unsupported_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_type"),
        (b"%PDF-1.7\nthat is all", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "damaged"),
        (b"II*\0" + bytes(100), "damaged"),
        (b"RIFF\x04\0\0\0WEBP", "damaged"),
        (documents.encoded(documents.page_image())[:2000], "damaged"),
        (documents.encoded(documents.page_image(), "JPEG")[:2000], "damaged"),
        (documents.digital_pdf()[:400], "damaged"),
        (documents.digital_pdf(password="secret"), "encrypted"),
        (documents.digital_pdf(pages=4), "too_many_pages"),
        (documents.tiff([marked()] * 4), "too_many_pages"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(opened, content, code):
    assert refused(opened, content).code == code


def test_a_pdf_that_only_its_owner_may_change_is_read(opened):
    from reportlab.lib.pdfencrypt import StandardEncryption

    encryption = StandardEncryption("", ownerPassword="owner", canPrint=0)
    assert opened(documents.digital_pdf(password=encryption))[0].lines


def test_a_bomb_is_refused_before_it_is_decoded(opened, monkeypatch):
    from PIL import ImageFile

    def decode(*_args):
        raise AssertionError("decoded")

    content = documents.png_header(10_000, 10_000)
    assert len(content) < 20_000
    monkeypatch.setattr(ImageFile.ImageFile, "load", decode)
    problem = refused(opened, content, Settings())
    assert problem.code == "page_too_large"
    assert "10000 × 10000" in problem.detail
    assert "40 million" in problem.detail


def test_the_content_decides_and_not_the_name():
    assert sniff(b"\n\n%PDF-1.4") == "PDF"
    assert sniff(documents.encoded(marked(), "TIFF")) == "TIFF"
