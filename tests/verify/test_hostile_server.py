"""What answers is not trusted: not with the terminal, the time, or the memory of who looks."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from verify_deployment import rounds
from verify_deployment.address import Address
from verify_deployment.check import Check, Target
from verify_deployment.checks import ALL
from verify_deployment.printable import MOST, printable
from verify_deployment.visitor import Visitor

from .played import COMMIT, LOGIN, Page, deployment, good
from .test_verify_deployment import failed, look, verify

EVIL = "\x1b[2J\x1b[31m\rall is well\x07\u202e\u2028::error::x"


def is_plain(text):
    return all(letter.isprintable() or letter == "\n" for letter in text)


@pytest.mark.slow
@pytest.mark.parametrize("options", [["--format", "text"], ["--format", "json"]])
def test_what_it_says_cannot_write_on_the_terminal(options):
    """Neither in the report, nor while it is waited for."""
    evil = good() | {"/insightpulse/revision": Page(200, EVIL)}
    with deployment(evil) as url:
        done = verify(url, "--commit", COMMIT, "--deadline", "6", *options)
    assert done.returncode == 1
    assert done.stderr.startswith("commit: '")
    assert "again in 5 s" in done.stderr
    assert "all is well" in done.stdout
    assert is_plain(done.stdout)
    assert is_plain(done.stderr)
    assert not any(line.startswith("::") for line in done.stdout.splitlines())


def test_what_json_holds_is_as_plain_when_it_is_read():
    check = Check("evil", lambda target: EVIL + "x" * 10_000)
    outcome = rounds.once(check, Target(Visitor(Address.parse("http://127.0.0.1:1"), 1)), 1)
    assert is_plain(outcome.observation)
    assert len(outcome.observation) == MOST


def test_a_long_answer_is_cut_in_every_format():
    header = {"Location": "https://other.example/" + "x" * 5000}
    with deployment(good() | {"/web/login": Page(303, headers=header)}) as url:
        texts = verify(url, "--deadline", "0").stdout
        report = json.loads(verify(url, "--deadline", "0", "--format", "json").stdout)
    assert max(map(len, texts.splitlines())) < MOST + 40
    assert max(len(check["observation"]) for check in report["checks"]) == MOST


def test_printable():
    assert printable("größer – 100 %") == "größer – 100 %"
    assert printable("a\nb\x9bc\ud800") == "a�b�c�"


@pytest.mark.parametrize(
    ("link", "observed"),
    [
        ("javascript:alert(1)", "neither http nor https"),
        ("http://[::1", "cannot be read"),
        ("//127.0.0.1:x/", "cannot be read"),
        ("/web/ä.js", "a path that is none"),
    ],
)
def test_a_link_that_is_none_is_a_fault(link, observed):
    page = Page(200, LOGIN.replace("/web/assets/1/web.js", link))
    with deployment(good() | {"/web/login": page}) as url:
        found = failed(url)
    assert found.keys() == {"assets"}
    assert observed in found["assets"].observation


def test_a_link_to_another_port_is_asked_there():
    with deployment({"/x.js": Page(200, "odoo", "text/javascript")}) as other:
        page = Page(200, LOGIN.replace("/web/assets/1/web.js", f"{other}/x.js"))
        with deployment(good() | {"/web/login": page}) as url:
            assert failed(url) == {}
    with deployment(good() | {"/web/login": page}) as url:  # it is gone
        found = failed(url)
    assert found.keys() == {"assets"}
    assert f"no connection to 127.0.0.1 port {other.rpartition(':')[2]}" in (
        found["assets"].observation
    )


def test_a_link_to_another_host_is_not_asked_and_not_counted():
    page = Page(200, LOGIN.replace("/web/assets/1/web.js", "https://cdn.example:8443/web.js"))
    with deployment(good() | {"/web/login": page}) as url:
        [assets] = [outcome for outcome in look(url) if outcome.check == "assets"]
    assert assets.status == "pass"
    assert assets.observation == (
        "style sheets: 1, scripts: 0; not asked, because elsewhere: 1 at https://cdn.example:8443"
    )


def test_where_all_links_lead_elsewhere_nothing_was_seen():
    page = Page(200, LOGIN.replace('="/web/', '="https://cdn.example/web/'))
    with deployment(good() | {"/web/login": page}) as url:
        [assets] = [outcome for outcome in look(url) if outcome.check == "assets"]
    assert assets.status == "skip"
    assert "https://cdn.example" in assets.observation


def test_only_what_was_asked_is_counted():
    page = Page(200, LOGIN + '<script src="/web/assets/1/web.js"></script>' * 100)
    with deployment(good() | {"/web/login": page}) as url:
        [assets] = [outcome for outcome in look(url) if outcome.check == "assets"]
    assert assets.observation == "style sheets: 1, scripts: 29; not asked, because too many: 72"


@pytest.mark.parametrize("markup", ["<![x[", "<!x [<!y", "<" * 100_000, "&#x110000;" * 1000])
def test_a_page_that_no_parser_likes_breaks_one_check_at_most(markup):
    page = Page(200, markup + LOGIN)
    with deployment(good() | {"/web/login": page}) as url:
        assert failed(url).keys() <= {"assets"}


@pytest.mark.parametrize("said", [b"", b"HTTP/1.0 200 OK\r\n\r\n0123", b"HTTP/1.1 200 OK\r\nX: "])
def test_what_never_ends_is_no_answer(said):
    """Also where the end of the connection would be the end of the answer."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        looking = pool.submit(look_once, url)
        clients = [server.accept()[0], server.accept()[0]]  # connection, liveness
        clients[1].sendall(said)
        outcomes = {outcome.check: outcome for outcome in looking.result()}
        for client in clients:
            client.close()
    assert outcomes["liveness"].status == "fail"
    assert "nothing whole within 1 s" in outcomes["liveness"].observation


def look_once(url):
    return rounds.run(ALL, Target(Visitor(Address.parse(url), 1)), 0)


def test_an_answer_without_measure_is_none():
    page = Page(200, LOGIN + "x" * (17 << 20))
    with deployment(good() | {"/web/login": page}) as url:
        [login] = [outcome for outcome in look(url) if outcome.check == "login page"]
    assert login.observation == "/web/login answers with more than 16 MiB"


def test_a_check_that_breaks_is_a_fault_and_not_the_end():
    def broken(target):
        raise RuntimeError("too strange\x1b[2J")

    checks = (Check("broken", broken), *ALL)
    with deployment(good()) as url:
        outcomes = rounds.run(checks, Target(Visitor(Address.parse(url), 2)), 0)
    assert [outcome.check for outcome in outcomes if outcome.status == "fail"] == ["broken"]
    assert outcomes[0].observation == "the check broke: RuntimeError: too strange�[2J"


def test_a_terminal_that_knows_ascii_only():
    with deployment(good() | {"/websocket": Page(400)}) as url:
        done = verify(url, "--deadline", "0", environment={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 1
    assert "\\u2717 websocket" in done.stdout
    assert "Traceback" not in done.stderr
