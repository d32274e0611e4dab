"""What nginx does before Odoo: who is believed, what is closed, what never reaches a worker."""

from __future__ import annotations

import base64
import http.client
import os
import signal
import socket
import time
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor
from random import randrange

import httpx
import pytest

from native.processes import wait_until

from ..product import front
from ..product.front import visitor
from ..product.live import Socket
from ..product.running import DATABASE
from .addons_beside import with_addon

pytestmark = pytest.mark.timed

STRANGER = "127.0.0.2"  # with TRUSTED_PROXIES=127.0.0.1: an address like any other
LOGIN = {"login": "admin", "password": "wrong", "csrf_token": "x"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module", autouse=True)
def port(stack):
    """The stack; 127.0.0.1 is its proxy, and an addon tells what reaches Odoo."""
    with with_addon(stack, "test_request"):
        front.reload(stack, TRUSTED_PROXIES="127.0.0.1")
        yield stack


@pytest.fixture
def proxy(stack):
    with visitor(stack) as client:
        yield client


@pytest.fixture
def stranger(stack):
    with visitor(stack, STRANGER) as client:
        yield client


def unseen() -> str:
    """An address that has tried nothing yet: else a second try of a test is refused at once."""
    return f"127.1.{randrange(256)}.{randrange(1, 255)}"


@pytest.fixture
def reloaded(stack):
    """Change settings of nginx for one test."""
    yield lambda **settings: front.reload(stack, **{"TRUSTED_PROXIES": "127.0.0.1"} | settings)
    if stack.children["odoo"].running():
        front.reload(stack, TRUSTED_PROXIES="127.0.0.1")


# --- who asks ---------------------------------------------------------------------------------


def test_a_proxy_names_the_visitor_and_the_scheme(proxy):
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Proto": "https"}
    seen = proxy.get("/test_request", headers=headers).json()
    assert (seen["address"], seen["scheme"]) == ("203.0.113.9", "https")
    assert seen["host"] == proxy.base_url.netloc.decode()


def test_nobody_else_is_believed(stranger):
    forged = dict.fromkeys(
        ["X-Forwarded-For", "X-Real-IP", "DO-Connecting-IP", "Forwarded"], "203.0.113.9"
    )
    forged |= {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    seen = stranger.get("/test_request", headers=forged).json()
    assert seen == {
        "address": STRANGER, "scheme": "http", "host": stranger.base_url.netloc.decode()
    }  # fmt: skip


def test_nobody_is_taken_for_nginx(stack):
    with socket.create_connection(("127.0.0.1", stack.ports["web"]), 10) as client:
        client.sendall(b"GET /test_request HTTP/1.0\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 400 ")


def test_the_header_of_app_platform(proxy, stranger, reloaded):
    reloaded(CLIENT_ADDRESS_HEADER="DO-Connecting-IP")
    headers = {"DO-Connecting-IP": "203.0.113.9", "X-Forwarded-For": "198.51.100.1"}
    assert proxy.get("/test_request", headers=headers).json()["address"] == "203.0.113.9"
    assert stranger.get("/test_request", headers=headers).json()["address"] == STRANGER


# --- what a browser is told -------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/web/login", "/web/static/img/logo.png", "/web/database/manager", "/no/such/page"],
)
def test_each_security_header_is_there_once(stranger, path):
    headers = stranger.get(path).headers
    assert headers.get_list("X-Content-Type-Options") == ["nosniff"]
    assert headers.get_list("X-Frame-Options") == ["SAMEORIGIN"]
    assert headers.get_list("Referrer-Policy") == ["strict-origin-when-cross-origin"]
    [policy] = headers.get_list("Permissions-Policy")
    assert "camera" not in policy, "bills are photographed"
    assert "Strict-Transport-Security" not in headers


def test_only_who_came_by_https_is_told_to_stay_there(proxy, stranger):
    https = {"X-Forwarded-Proto": "https"}
    told = proxy.get("/web/login", headers=https).headers.get_list("Strict-Transport-Security")
    assert told == ["max-age=31536000"]
    assert "Strict-Transport-Security" not in stranger.get("/web/login", headers=https).headers


def test_answers_are_compressed(stranger):
    for path in ("/web/login", "/web/static/lib/owl/owl.js"):
        headers = stranger.get(path, headers={"Accept-Encoding": "gzip"}).headers
        assert headers["Content-Encoding"] == "gzip"
        assert headers["Vary"] == "Accept-Encoding"


# --- static files -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/web/static/img/logo.png", "image/png"),
        ("/web/static/lib/owl/owl.js", "text/javascript; charset=utf-8"),
        # a link to another package, in the native set-up
        ("/web/static/fonts/google/Roboto/Roboto-Regular.ttf", "font/ttf"),
        ("/insightpulse_ocr/static/description/icon.png", "image/png"),
        ("/queue_job/static/description/icon.png", "image/png"),
    ],
)
def test_static_files_do_not_wait_for_a_worker(stack, stranger, path, content_type):
    with ThreadPoolExecutor(2) as pool:
        busy = [pool.submit(stranger.get, "/test_request?seconds=2") for _worker in range(2)]
        time.sleep(0.3)
        answer = stranger.get(path)
        assert not any(request.done() for request in busy)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert answer.headers["Cache-Control"] == "max-age=604800"
    if content_type.startswith("image/"):
        assert answer.headers.get_list("Content-Security-Policy") == ["default-src 'none'"]
    again = stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    # the same bytes as Odoo's
    odoo = httpx.get(f"http://127.0.0.1:{stack.ports['odoo']}{path}", trust_env=False)
    assert answer.content == odoo.content


def test_what_is_not_there_is_not_found_as_by_odoo(stack, stranger):
    for path in ("/web/static/img/no-such.png", "/web/static/src", "/no_such_module/static/a.js"):
        odoo = httpx.get(f"http://127.0.0.1:{stack.ports['odoo']}{path}", trust_env=False)
        assert (stranger.get(path).status_code, odoo.status_code) == (404, 404)


def test_an_attachment_with_the_address_of_a_static_file_is_served(stranger, admin):
    admin.call(
        "ir.attachment", "create",
        {
            "name": "a.txt", "type": "binary", "url": "/imported_module/static/a.txt",
            "datas": base64.b64encode(b"imported").decode(), "public": True,
        },
    )  # fmt: skip
    assert stranger.get("/imported_module/static/a.txt").content == b"imported"


@pytest.mark.parametrize(
    "path",
    [
        "/web/static/../__manifest__.py",
        "/web/static/src/../../__manifest__.py",
        "/web/static/%2e%2e/__manifest__.py",
        "/web/static/..%2f__manifest__.py",
        "/web/static/%2e%2e%2f__manifest__.py",
        "/web/static//../__manifest__.py",
        "/web/static/..\\__manifest__.py",
        "/web/static/%252e%252e/__manifest__.py",
        "/web/__manifest__.py",
        "/web/static/../../../../../../../../../../../../etc/passwd",
        "/../static/../../etc/passwd",
        "/web/static/%00/../__manifest__.py",
        "//web/static/../__manifest__.py",
    ],
)
def test_nothing_outside_static_is_a_file(stack, path):
    connection = http.client.HTTPConnection("127.0.0.1", stack.ports["web"], timeout=30)
    connection.putrequest("GET", path)  # as it is: no client tidies it up
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status in (400, 404)
    body = answer.read()
    assert b"'depends'" not in body
    assert b"root:" not in body
    connection.close()


# --- what is closed ---------------------------------------------------------------------------

MANAGER = ("selector", "manager", "create", "duplicate", "drop", "backup", "restore",
           "change_password", "list")  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_there_is_no_database_manager(stranger, method):
    for page in MANAGER:
        answer = stranger.request(method, f"/web/database/{page}")
        assert answer.status_code == 404, page
        assert "There is nothing at this address" in answer.text


@pytest.mark.parametrize("path", ["/xmlrpc/db", "/xmlrpc/2/db"])
def test_programs_find_none_either(stack, path):
    """Even with the master password."""
    db = xmlrpc.client.ServerProxy(stack.url + path)
    password = (stack.workdir / "admin-password").read_text()
    calls = {
        "list": (),
        "create_database": (password, "new", False, "en_US"),
        "duplicate_database": (password, DATABASE, "copy"),
        "drop": (password, DATABASE),
        "dump": (password, DATABASE, "zip"),
        "restore": (password, "restored", "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="),
        "rename": (password, DATABASE, "renamed"),
        "change_admin_password": (password, "changed"),
        "migrate_databases": (password, [DATABASE]),
    }
    for method, arguments in calls.items():
        with pytest.raises(xmlrpc.client.Fault, match=r"Access ?Denied"):
            getattr(db, method)(*arguments)
    assert db.server_version() == "19.0"  # what clients begin with


def test_jobs_cannot_be_started_from_outside(stranger):
    for path in ("/queue_job/runjob", "/queue_job//runjob", "/queue_job/%72unjob"):
        assert stranger.get(path).status_code == 404


# --- too many, too large, away ----------------------------------------------------------------


def test_attempts_to_log_in_are_limited_for_each_address(stack, reloaded):
    reloaded(LOGIN_ATTEMPTS_PER_MINUTE="5")
    address = unseen()
    with visitor(stack, address) as somebody:
        answers = [somebody.post("/web/login", data=LOGIN) for _attempt in range(8)]
        statuses = [answer.status_code for answer in answers]
        assert statuses[:6] == [statuses[0]] * 6
        assert statuses[6:] == [429, 429]
        assert answers[-1].headers.get_list("Retry-After") == ["60"]
        assert "Too many attempts" in answers[-1].text
        assert address not in answers[-1].text
        # the page itself, another address, and programs go on
        assert somebody.get("/web/login").status_code == 200
    with visitor(stack, unseen()) as other:
        assert other.post("/web/login", data=LOGIN).status_code != 429


@pytest.mark.parametrize(
    "path",
    ["/web/session/authenticate", "/web/login/totp", "/web/reset_password", "/web/signup",
     "/xmlrpc/common", "/xmlrpc/2/common", "/web//login", "/en/web/login/"],
)  # fmt: skip
def test_each_way_to_log_in_is_limited(stranger, reloaded, path):
    reloaded(LOGIN_ATTEMPTS_PER_MINUTE="1")
    statuses = [stranger.post(path).status_code for _attempt in range(3)]
    assert statuses[2] == 429


def test_a_web_client_that_is_refused_can_say_why(stranger, reloaded):
    reloaded(LOGIN_ATTEMPTS_PER_MINUTE="1")
    for _attempt in range(3):
        answer = stranger.post("/web/session/authenticate", content="{}", headers=JSON)
    assert answer.status_code == 429
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "wait a minute" in answer.json()["error"]["data"]["message"]


def test_programs_may_be_fast(stack, stranger, reloaded):
    reloaded(LOGIN_ATTEMPTS_PER_MINUTE="1")
    arguments = [DATABASE, 2, "admin", "res.users", "search_count", [[]]]
    body = {"jsonrpc": "2.0", "params": {"service": "object", "method": "execute_kw"}}
    body["params"]["args"] = arguments
    answers = [stranger.post("/jsonrpc", json=body).json() for _call in range(40)]
    assert {type(answer.get("result")) for answer in answers} == {int}


def rpc(client, service, method, *arguments):
    params = {"service": service, "method": method, "args": arguments}
    return client.post("/jsonrpc", json={"jsonrpc": "2.0", "params": params}).json()


def test_a_program_that_tries_passwords_is_kept_waiting(stack):
    """By Odoo, where nginx does not limit: then the right one is refused as well."""
    tried = [DATABASE, 2, "wrong", "res.users", "search_count", [[]]]
    right = [DATABASE, 2, "admin", "res.users", "search_count", [[]]]
    with visitor(stack, "127.0.0.4") as client:
        # each worker counts for itself: eight at once, so that both have enough of them
        with ThreadPoolExecutor(8) as pool:
            attempts = [pool.submit(rpc, client, "object", "execute_kw", *tried) for _ in range(48)]
        assert all("error" in attempt.result() for attempt in attempts)
        answers = [rpc(client, "object", "execute_kw", *right) for _call in range(8)]
        assert {"result" in answer for answer in answers} == {False}
        answer = rpc(client, "common", "authenticate", DATABASE, "admin", "admin", {})
        assert "Too many login failures" in answer["error"]["data"]["message"]
    with visitor(stack, "127.0.0.6") as other:
        assert "result" in rpc(other, "object", "execute_kw", *right)


def test_a_wrong_login_of_a_program_counts_too(stack):
    with visitor(stack, unseen()) as client:
        tried = [rpc(client, "common", "login", DATABASE, "admin", "wrong") for _try in range(20)]
    assert [answer.get("result") for answer in tried[:5]] == [False] * 5
    assert "Too many login failures" in tried[-1]["error"]["data"]["message"]


def test_a_program_cannot_make_odoo_connect_elsewhere(stack, stranger):
    """Not even to ask whether a database exists."""
    with socket.socket() as elsewhere:
        elsewhere.bind(("127.0.0.1", 0))
        elsewhere.listen()
        elsewhere.settimeout(1)
        host, port = elsewhere.getsockname()
        for name in (f"postgresql://{host}:{port}/x", "postgres", "another"):
            for call in (
                ("db", "db_exist", name),
                ("object", "execute_kw", name, 2, "admin", "res.users", "search_count", [[]]),
                ("common", "authenticate", name, "admin", "admin", {}),
            ):
                answer = rpc(stranger, *call)
                assert "AccessDenied" in answer["error"]["data"]["name"], call
        with pytest.raises(TimeoutError):
            elsewhere.accept()
    assert rpc(stranger, "db", "db_exist", DATABASE)["result"] is True


def test_what_is_too_large_is_refused_at_once(stranger):
    def answer(headers):
        connection = http.client.HTTPConnection(
            "127.0.0.1", stranger.base_url.port, timeout=30
        )  # fmt: skip
        connection.putrequest("POST", "/web/binary/upload_attachment")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(129 << 20))
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    status, page = answer({"Content-Type": "multipart/form-data; boundary=x"})
    assert (status, "up to 128 MB" in page) == (413, True)
    status, message = answer(JSON)
    assert (status, '"code": 413' in message) == (413, True)


def test_while_odoo_is_away_a_page_says_so_and_tries_again(stranger, reloaded):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = str(unused.getsockname()[1])
        reloaded(INTERNAL_HTTP_PORT=port, INTERNAL_EVENTED_PORT=port)
        for path in ("/odoo", "/websocket"):
            answer = stranger.get(path)
            assert answer.status_code == 503
            assert answer.headers.get_list("Retry-After") == ["5"]
            assert 'http-equiv="refresh"' in answer.text
        # the web client takes what it cannot read for a lost connection
        answer = stranger.post("/web/action/load", content="{}", headers=JSON)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        # and what needs no worker is there
        assert stranger.get("/web/static/img/logo.png").status_code == 200


def test_one_address_has_so_many_connections_and_the_others_theirs(stack, stranger):
    """An office has 256; what is more is told to wait, and nobody else is."""
    asked = b"POST /web/health HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
    sockets = []
    try:
        for _connection in range(256):
            client = socket.create_connection(
                ("127.0.0.1", stack.ports["web"]), source_address=("127.0.0.5", 0)
            )
            client.sendall(asked)
            sockets.append(client)
        time.sleep(0.5)
        with visitor(stack, "127.0.0.5") as one_more:
            assert one_more.get("/web/health").status_code == 429
        assert stranger.get("/web/health").status_code == 200
    finally:
        for client in sockets:
            client.close()


def test_the_database_manager_can_be_opened(stack):
    stack.settings["ODOO_DATABASE_MANAGER"] = "1"
    stack.restart("odoo")
    try:
        with visitor(stack) as client:
            page = client.get("/web/database/manager")
            assert page.status_code == 200
            assert DATABASE in page.text
            assert rpc(client, "db", "list")["result"] == [DATABASE]
    finally:
        del stack.settings["ODOO_DATABASE_MANAGER"]
        stack.restart("odoo")
        front.reload(stack, TRUSTED_PROXIES="127.0.0.1")


# --- the end ----------------------------------------------------------------------------------


def test_sigterm_answers_what_was_asked(stack, admin):
    """Also what still waits for a worker; and nothing new."""
    websocket = Socket(admin)
    child = stack.children["odoo"]
    with ThreadPoolExecutor(6) as pool, visitor(stack) as client:
        # two at a time: the others begin before Odoo is told, three seconds after nginx
        asked = [pool.submit(client.get, "/test_request?seconds=2") for _request in range(4)]
        time.sleep(1)
        began = time.monotonic()
        os.kill(child.pid, signal.SIGTERM)
        assert wait_until(lambda: _is_refused(stack), 3, 0.05)
        assert [request.result().status_code for request in asked] == [200] * 4
    assert child.process.wait(30) == 0
    print(f"ended after {time.monotonic() - began:.1f} s, with a websocket open")
    websocket.close()


def _is_refused(stack) -> bool:
    try:
        httpx.get(f"{stack.url}/web/health", trust_env=False)
    except httpx.ConnectError:
        return True
    except httpx.TransportError:  # in the moment in which nginx closes its port
        return False
    return False


@pytest.mark.parametrize("part", ["nginx", "odoo"])
def test_a_part_that_dies_for_good_ends_the_container(stack, part):
    child = stack.children["odoo"]
    [master] = stack.odoo_processes()["master"]
    os.kill(front.pid(stack) if part == "nginx" else master, signal.SIGKILL)
    assert child.process.wait(30) == 128 + signal.SIGKILL
