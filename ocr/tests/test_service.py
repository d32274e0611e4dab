"""The interface over real HTTP, with the fake recogniser behind it."""

import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from ocr_service.healthcheck import healthy
from ocr_service.settings import Settings
from running import Service, until

SMALL = Settings(max_bytes=200_000, queue_size=1, page_seconds=5)


@pytest.fixture(scope="module")
def service():
    with Service(SMALL) as running:
        yield running.until_ready()


def problem(response: requests.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["detail"]
    return response.status_code, body["code"]


def test_a_document_is_answered_with_its_pages(service):
    answer = service.post("pages=2").json()
    assert [page["number"] for page in answer["pages"]] == [1, 2]
    assert answer["engine"]["name"] == "paddleocr"
    assert answer["engine"]["tier"] == "small"
    assert answer["seconds"] >= 0
    assert answer["warnings"] == []


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("unsupported_type", 415),
        ("empty", 422),
        ("encrypted", 422),
        ("damaged", 422),
        ("too_many_pages", 422),
        ("page_too_large", 422),
        ("internal", 500),
    ],
)
def test_each_problem_has_its_status(service, code, status):
    assert problem(service.post(f"problem={code}")) == (status, code)


def test_a_request_without_a_file_is_told_how_to_send_one(service):
    assert problem(service.post("pages=1", field="picture")) == (400, "missing_file")
    address = f"{service.url}/v1/documents"
    assert problem(requests.post(address, data=b"%PDF", timeout=5)) == (400, "missing_file")
    broken = {"Content-Type": "multipart/form-data; boundary=B"}
    for body in (b"", b"--B\r\nnonsense", b'--B\r\nContent-Disposition: form-data; name="file"'):
        answer = requests.post(address, data=body, headers=broken, timeout=5)
        assert problem(answer) == (400, "missing_file")


def test_an_unknown_address_and_a_wrong_method_are_problems_too(service):
    assert problem(requests.get(f"{service.url}/nowhere", timeout=5)) == (404, "not_found")
    wrong = requests.get(f"{service.url}/v1/documents", timeout=5)
    assert problem(wrong) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


def test_the_limit_on_bytes_is_exact(service):
    fits = "pages=1\n".ljust(SMALL.max_bytes, "x")
    assert service.post(fits).status_code == 200
    assert problem(service.post(fits + "x")) == (413, "payload_too_large")


def test_too_many_bytes_are_refused_with_an_answer_that_arrives(service):
    """The client is still sending when it is refused; it must see the reason all the same."""
    assert problem(service.post(b"x" * 300_000)) == (413, "payload_too_large")


def test_an_upload_of_undeclared_length_is_cut_off_at_the_limit(service):
    def endless():
        yield b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
        while True:
            sent.append(65536)
            yield bytes(65536)

    sent: list[int] = []
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    try:
        answer = requests.post(
            f"{service.url}/v1/documents", data=endless(), headers=headers, timeout=30
        )
        assert problem(answer) == (413, "payload_too_large")
    except requests.ConnectionError:
        pass  # it never looked for the answer
    # The rest is what fits into the buffers of the two sockets.
    assert sum(sent) < 20_000_000
    assert service.post("pages=1").status_code == 200


def test_other_fields_cannot_carry_what_the_file_may_not(service):
    files = {"note": ("note", b"x" * 300_000), "file": ("f", b"pages=1")}
    answer = requests.post(f"{service.url}/v1/documents", files=files, timeout=10)
    assert problem(answer) == (413, "payload_too_large")


def test_nothing_is_left_on_disk(service, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    service.post("pages=1")
    service.post("problem=damaged")
    service.post(b"x" * 300_000)
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_hangs_is_a_problem_of_the_document():
    with Service(Settings(page_seconds=0.3)) as service:
        service.until_ready()
        assert problem(service.post("pages=2 hang=2")) == (422, "page_timeout")
        assert service.post("pages=1").status_code == 200


def test_a_recogniser_that_dies_asks_the_caller_to_try_again(service):
    answer = service.post("pages=2 crash=2")
    assert problem(answer) == (503, "interrupted")
    assert int(answer.headers["retry-after"]) > 0
    assert service.post("pages=1").status_code == 200


def test_a_full_queue_says_when_to_come_back(service):
    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(service.post, "pages=3 seconds=0.3") for _ in range(2))
        until(lambda: service.health()["queue"] == 1 and service.health()["reading"])
        third = service.post("pages=1")
        assert problem(third) == (503, "busy")
        assert int(third.headers["retry-after"]) > 0
        assert first.result().status_code == second.result().status_code == 200
    assert service.health()["queue"] == 0


def test_the_interface_answers_while_a_page_is_read(service):
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(service.post, "pages=1 seconds=0.6")
        until(lambda: service.health()["reading"])
        service.health()
        assert not reading.done()


def test_a_client_that_leaves_while_it_waits_frees_its_place_at_once(service):
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(service.post, "pages=4 seconds=0.4")
        until(lambda: service.health()["reading"])
        waiting = service.send("pages=1")
        until(lambda: service.health()["queue"] == 1)
        waiting.close()
        until(lambda: service.health()["queue"] == 0)
        assert not reading.done()
        assert reading.result().status_code == 200


def test_a_client_that_leaves_while_it_is_read_costs_one_page_at_most(
    service, monkeypatch, tmp_path
):
    log = tmp_path / "asked"
    monkeypatch.setenv("FAKE_LOG", str(log))
    service.post("crash=1")  # the next recogniser keeps a log
    service.until_ready()
    connection = service.send("pages=9 seconds=0.3")
    until(lambda: log.exists() and "page" in log.read_text())
    connection.close()
    until(lambda: not service.health()["reading"], seconds=2)
    assert log.read_text().split().count("page") <= 2
    assert log.read_text().split()[-1] == "close"
    assert service.health()["restarts"] >= 1


def test_a_client_that_leaves_while_it_sends_frees_its_place(service):
    connections = [service.send("pages=1", finish=False) for _ in range(2)]
    until(lambda: problem_code(service) == "busy")
    for connection in connections:
        connection.close()
    until(lambda: problem_code(service) is None)


def problem_code(service) -> str | None:
    return service.post("pages=1").json().get("code")


@pytest.mark.parametrize("limit", ["STALL_SECONDS", "UPLOAD_SECONDS"])
def test_a_client_that_stops_sending_loses_its_place(service, monkeypatch, limit):
    monkeypatch.setattr(f"ocr_service.upload.{limit}", 0.3)
    connection = service.send("pages=1", finish=False)
    connection.settimeout(5)
    assert b" 408 " in connection.recv(65536).split(b"\r\n")[0]
    connection.close()


def test_a_client_that_asks_first_is_refused_before_it_sends(service):
    connection = socket.create_connection(("127.0.0.1", service.port))
    connection.sendall(
        b"POST /v1/documents HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        b"Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 9000000\r\n\r\n"
    )
    connection.settimeout(5)
    assert b" 413 " in connection.recv(65536).split(b"\r\n")[0]
    connection.close()


def test_health_tells_a_service_that_starts_from_one_that_reads(monkeypatch):
    monkeypatch.setenv("FAKE_START_SECONDS", "0.5")
    with Service(SMALL) as service:
        answer = requests.get(f"{service.url}/health", timeout=5)
        assert (answer.status_code, answer.json()["status"]) == (503, "warming")
        assert not healthy(service.port)
        service.until_ready()
        answer = requests.get(f"{service.url}/health", timeout=5)
        assert (answer.status_code, answer.json()["status"]) == (200, "pass")
        assert healthy(service.port)
    assert not healthy(service.port)


def test_a_document_sent_while_the_service_starts_waits_for_it(monkeypatch):
    monkeypatch.setenv("FAKE_START_SECONDS", "0.5")
    with Service(SMALL) as service:
        assert service.post("pages=1").status_code == 200


@pytest.fixture(scope="module")
def guarded():
    """A service with a token."""
    with Service(Settings(token="s3cret")) as running:
        yield running.until_ready()


@pytest.mark.parametrize("path", ["/version", "/openapi.json"])
@pytest.mark.parametrize(
    "header",
    [None, "s3cret", "Basic s3cret", "Bearer", "Bearer s3cre", "Bearer s3cret2", "Bearer gehéim"],
)
def test_no_question_is_answered_without_the_token(guarded, path, header):
    headers = {"Authorization": header.encode("latin-1")} if header else {}
    answer = requests.get(guarded.url + path, headers=headers, timeout=5)
    assert problem(answer) == (401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_health_is_open_to_everyone(guarded):
    assert requests.get(f"{guarded.url}/health", timeout=5).status_code == 200


def test_a_document_needs_the_token(guarded):
    assert problem(guarded.post("pages=1")) == (401, "unauthorized")
    assert problem(guarded.post("pages=1", token="wrong")) == (401, "unauthorized")
    assert guarded.post("pages=1", token="s3cret").status_code == 200


@pytest.mark.parametrize(
    ("given", "logged"),
    [
        ("request-of-tests", "request-of-tests"),
        ("short", "-"),
        ("x" * 65, "-"),
        ("12345678 code=busy", "-"),
        (None, "-"),
    ],
)
def test_the_callers_id_of_a_request_is_logged_if_it_is_sane(service, caplog, given, logged):
    caplog.set_level("INFO")
    for content in ("pages=1", "problem=damaged"):
        requests.post(
            f"{service.url}/v1/documents", files={"file": content.encode()},
            headers={"X-Request-ID": given}, timeout=10,
        )  # fmt: skip
    told = [line.rpartition("request_id=") for line in caplog.text.splitlines()]
    assert [found for _before, sign, found in told if sign] == [logged] * 2


def test_neither_words_nor_tokens_are_logged(caplog):
    caplog.set_level("DEBUG")
    with Service(Settings(token="s3cret")) as service:
        service.until_ready()
        assert service.post("pages=1", token="s3cret").json()["pages"][0]["lines"]
        service.post("problem=damaged", token="s3cret")
        service.post("pages=1", token="wr0ng")
    assert "document read kind=fake" in caplog.text
    assert "page_seconds=" in caplog.text
    assert "peak_mib=2" in caplog.text
    assert "code=damaged" in caplog.text
    for secret in ("s3cret", "wr0ng", "Total"):
        assert secret not in caplog.text
