"""The whole service as it is started in earnest, with the real weights."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
import schema
from PIL import Image

import documents
from documents import BILL, Pdf
from ocr_service import openapi
from ocr_service.settings import Settings
from running import until

pytestmark = pytest.mark.weights

OCR = Path(__file__).resolve().parent.parent


class Running:
    """`python -m ocr_service` with the given settings."""

    def __init__(self, log: Path, **env: str):
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ocr_service"],
            cwd=OCR,
            env={**os.environ, "OCR_PORT": "0", **env},
            stderr=log.open("wb"),
            stdout=subprocess.DEVNULL,
        )
        until(lambda: "Uvicorn running on" in log.read_text(), 30)
        self.url = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())[0]
        until(lambda: self.health().status_code == 200, 60)

    def health(self) -> requests.Response:
        return requests.get(f"{self.url}/health", timeout=5)

    def post(self, content: bytes) -> requests.Response:
        return requests.post(f"{self.url}/v1/documents", files={"file": content}, timeout=120)

    def read(self, content: bytes) -> list[dict]:
        answer = self.post(content)
        assert answer.status_code == 200, answer.text
        return answer.json()["pages"]

    def recogniser(self) -> int:
        """Its process id."""
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        return int(Path(children).read_text().split()[0])

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    running = Running(folder / "log", OCR_MODEL_CACHE=str(folder / "models"))
    yield running
    running.stop()


def texts(page: dict) -> list[str]:
    return [line["text"] for line in page["lines"]]


def squeezed(lines: list[str]) -> str:
    return "".join(re.sub(r"\s", "", line) for line in lines)


def test_an_image_is_read_word_for_word_and_in_place(service):
    answer = service.post(documents.encoded(documents.page_image(), dpi=(150, 150)))
    schema.check(
        answer.json(), {"$ref": "#/components/schemas/Document"}, openapi.document(Settings())
    )
    (page,) = answer.json()["pages"]
    assert squeezed(texts(page)) == squeezed(BILL)
    assert (page["width"], page["height"]) == (900, 700)
    assert page["dpi"] == pytest.approx(150, abs=0.1)
    assert page["source"] == "ocr"
    for row, line in enumerate(page["lines"]):
        (left, top), (right, _), (_, bottom), _ = line["polygon"]
        assert line["confidence"] > 0.9
        assert left == pytest.approx(40, abs=12)
        assert right > left + 100
        middle = 30 + row * 36 * 1.7 + 22
        assert (top + bottom) / 2 == pytest.approx(middle, abs=12)


def test_the_pages_of_a_pdf_are_read_each_in_its_way(service):
    content = Pdf().paragraph().next_page().picture(documents.page_image()).bytes()
    typed, scanned = service.read(content)
    assert (typed["source"], scanned["source"]) == ("text", "ocr")
    assert texts(typed) == list(BILL)
    assert squeezed(texts(scanned)) == squeezed(BILL)
    assert typed["dpi"] == scanned["dpi"] == 200


def test_a_tiff_of_many_pages_is_read_page_by_page(service):
    frames = [documents.page_image([f"Page number {word}"]) for word in ("seven", "eight")]
    pages = service.read(documents.tiff(frames))
    assert [squeezed(texts(page)) for page in pages] == ["Pagenumberseven", "Pagenumbereight"]


@pytest.mark.parametrize("clockwise", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_upright(service, clockwise):
    image = documents.page_image().rotate(-clockwise, expand=True)
    (page,) = service.read(documents.encoded(image))
    assert squeezed(texts(page)) == squeezed(BILL)
    assert page["rotation"] == 360 - clockwise
    assert (page["width"], page["height"]) == (900, 700)


def test_a_large_photo_has_polygons_in_its_own_pixels(service):
    image = documents.page_image().resize((5400, 4200))
    (page,) = service.read(documents.encoded(image, "JPEG"))
    assert squeezed(texts(page)) == squeezed(BILL)
    assert page["lines"][0]["polygon"][0][0] == pytest.approx(240, abs=70)


def test_a_long_receipt_is_read_to_the_end(service):
    """On a copy of 960 pixels, as for other pages, its letters would be five pixels high."""
    rows = [f"Article number {number} costs {number}.50" for number in range(100, 200)]
    rows[15:85] = [""] * 70  # for the time it takes
    (page,) = service.read(documents.encoded(documents.page_image(rows, (900, 4600), 26)))
    assert squeezed(texts(page)) == squeezed(rows)


@pytest.mark.parametrize(
    "image", [Image.new("RGB", (1, 1)), Image.new("RGB", (900, 600), "white")], ids=["dot", "blank"]
)
def test_a_page_without_text_has_no_lines(service, image):
    (page,) = service.read(documents.encoded(image))
    assert page["lines"] == []


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (3, 3), (20_000, 2)])
def test_odd_shapes_do_no_harm(service, size):
    (page,) = service.read(documents.encoded(Image.new("RGB", size, "white")))
    assert (page["width"], page["height"]) == size


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (documents.png_header(10_000, 10_000), "page_too_large"),
        (documents.digital_pdf(password="secret"), "encrypted"),
        (documents.encoded(documents.page_image())[:3000], "damaged"),
        (b"MZ" + bytes(100), "unsupported_type"),
    ],
    ids=["empty", "bomb", "encrypted", "damaged", "program"],
)
def test_what_cannot_be_read_costs_neither_time_nor_the_process(service, content, code):
    before = service.recogniser()
    began = time.monotonic()
    answer = service.post(content)
    assert answer.json()["code"] == code
    assert time.monotonic() - began < 10
    assert service.recogniser() == before


def test_a_recogniser_killed_in_mid_page_is_replaced_and_the_document_read_in_the_end(service):
    rows = [f"Line {number} of a page that takes a while" for number in range(40)]
    content = documents.encoded(documents.page_image(rows, (1000, 2500)))
    answers = []
    sending = threading.Thread(target=lambda: answers.append(service.post(content)))
    sending.start()
    until(lambda: service.health().json()["reading"])
    time.sleep(0.3)
    os.kill(service.recogniser(), signal.SIGKILL)
    sending.join(30)
    assert answers[0].status_code == 503
    assert answers[0].json()["code"] == "interrupted"
    (page,) = service.read(content)  # as the caller does, told by Retry-After
    assert len(page["lines"]) == 40


def test_each_document_leaves_one_line_in_the_log_without_its_words(service):
    service.read(documents.encoded(documents.page_image()))
    log = service.log.read_text()
    line = [line for line in log.splitlines() if "document read kind=png" in line][-1]
    found = re.search(r"pages=1 ocr_pages=1 seconds=\S+ page_seconds=\S+ rss_mib=(\d+)", line)
    assert int(found[1]) > 50
    assert "Hillside" not in log


def test_memory_stays_bounded_over_many_documents(service):
    content = documents.encoded(documents.page_image())
    for _ in range(5):
        service.read(content)
    peaks = [int(peak) for peak in re.findall(r"peak_mib=(\d+)", service.log.read_text())]
    assert peaks[-1] <= peaks[-5] + 15
    assert peaks[-1] < 420


def test_the_small_tier_and_the_tiny_one(tmp_path):
    running = Running(tmp_path / "log", OCR_TIER="tiny", OCR_MODEL_CACHE=str(tmp_path / "models"))
    try:
        answer = running.post(documents.encoded(documents.page_image())).json()
        assert answer["engine"]["weights"] == "PP-OCRv6_tiny"
        assert "1,488.00" in squeezed(texts(answer["pages"][0]))
    finally:
        running.stop()


def test_without_its_weights_the_service_ends_and_says_why(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")  # where the model directory should be
    process = subprocess.run(
        [sys.executable, "-m", "ocr_service"],
        cwd=OCR,
        env={**os.environ, "OCR_PORT": "0", "OCR_MODEL_CACHE": str(blocked)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.returncode == 70
    assert "Cannot prepare the model directory" in process.stderr


def test_a_service_that_is_told_to_stop_takes_its_recogniser_along(tmp_path):
    running = Running(tmp_path / "log", OCR_TIER="tiny", OCR_MODEL_CACHE=str(tmp_path / "models"))
    recogniser = running.recogniser()
    assert running.stop() in (0, -signal.SIGTERM)  # cleaned up, then ended by the signal
    with contextlib.suppress(ProcessLookupError):
        os.kill(recogniser, 0)
        pytest.fail("the recogniser is still there")


def test_nothing_asks_the_network(tmp_path):
    """Every connection that leaves the machine fails here, and the service works all the same."""
    guard = tmp_path / "sitecustomize.py"
    guard.write_text(
        "import socket\n"
        "real = socket.socket.connect\n"
        "def connect(self, address):\n"
        "    if self.family in (socket.AF_INET, socket.AF_INET6):\n"
        f"        open({str(tmp_path / 'asked')!r}, 'a').write(repr(address) + '\\n')\n"
        "        raise OSError('no network')\n"
        "    return real(self, address)\n"
        "socket.socket.connect = connect\n"
    )
    running = Running(
        tmp_path / "log",
        OCR_TIER="tiny",
        OCR_MODEL_CACHE=str(tmp_path / "models"),
        PYTHONPATH=str(tmp_path),
    )
    try:
        assert running.read(documents.encoded(documents.page_image()))
        assert not (tmp_path / "asked").exists()
    finally:
        running.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_desktop_library_is_loaded(service):
    """libGL and GLib are what a server does not have."""
    maps = Path(f"/proc/{service.recogniser()}/maps").read_text()
    assert "cv2" in maps
    for library in ("libGL.", "libglib-2", "libgthread", "libX11"):
        assert library not in maps
