"""TLS, on a server that speaks it, with certificates that are made here."""

from __future__ import annotations

import datetime
import ssl

import pytest
import trustme

from verify_deployment import address, rounds
from verify_deployment.address import Address
from verify_deployment.check import Target
from verify_deployment.checks import ALL
from verify_deployment.visitor import Visitor

from .played import LOGIN, Page, deployment, good

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
SAFE = good() | {"/web/login": Page(200, LOGIN, headers=HSTS)}


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """The one that this machine's browsers know."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    return authority


def speaks(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


def look(url):
    outcomes = rounds.run(ALL, Target(Visitor(Address.parse(url), 5), require_tls=True), 0)
    return {outcome.check: outcome for outcome in outcomes}


def failed(outcomes):
    return {name for name, outcome in outcomes.items() if outcome.status == "fail"}


def test_a_good_certificate_passes(authority):
    certificate = authority.issue_cert("127.0.0.1", not_after=NOW + 60.5 * DAY)
    with deployment(SAFE, tls=speaks(certificate)) as url:
        outcomes = look(url)
    assert failed(outcomes) == set()
    assert outcomes["certificate"].observation == "valid for 60 days"


@pytest.mark.parametrize(
    ("names", "times", "observed", "remedy"),
    [
        (["127.0.0.1"], {"not_before": NOW - 90 * DAY, "not_after": NOW - DAY},
         "certificate has expired", "not renewed"),
        (["127.0.0.1"], {"not_before": NOW + DAY, "not_after": NOW + 90 * DAY},
         "not yet valid", "clocks"),
        (["127.0.0.1"], {"not_after": NOW + 3.5 * DAY},
         "the certificate ends in 3 days", "not renewed"),
        (["odoo.example.com"], {}, "not valid for '127.0.0.1'", "give the domain"),
    ],
)  # fmt: skip
def test_a_bad_certificate_is_one_fault(authority, names, times, observed, remedy):
    with deployment(SAFE, tls=speaks(authority.issue_cert(*names, **times))) as url:
        outcomes = look(url)
    assert failed(outcomes) == {"certificate"}
    assert observed in outcomes["certificate"].observation
    assert remedy in outcomes["certificate"].remedy


def test_the_certificate_of_another_domain(authority):
    with deployment(SAFE, tls=speaks(authority.issue_cert("odoo.example.com"))) as url:
        outcomes = look(url.replace("127.0.0.1", "localhost"))
    assert failed(outcomes) == {"certificate"}
    assert "not valid for 'localhost'" in outcomes["certificate"].observation
    assert "another domain's" in outcomes["certificate"].remedy


def test_an_authority_that_nobody_knows(authority):
    with deployment(SAFE, tls=speaks(trustme.CA().issue_cert("127.0.0.1"))) as url:
        outcomes = look(url)
    assert failed(outcomes) == {"certificate"}
    assert "that browsers know" in outcomes["certificate"].remedy


def test_a_certificate_that_signed_itself(authority, tmp_path):
    alone = trustme.CA()  # its own certificate, which it signed, and its key
    alone.cert_pem.write_to_path(str(tmp_path / "alone.crt"))
    alone.private_key_pem.write_to_path(str(tmp_path / "alone.key"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "alone.crt", tmp_path / "alone.key")
    with deployment(SAFE, tls=context) as url:
        outcomes = look(url)
    assert failed(outcomes) == {"certificate"}
    assert "self" in outcomes["certificate"].observation
    assert "made itself" in outcomes["certificate"].remedy


def test_http_at_an_https_address_is_no_connection():
    with deployment(good()) as url:
        outcomes = look(url.replace("http:", "https:"))
    assert failed(outcomes) == {"connection"}
    assert "TLS: " in outcomes["connection"].observation
    assert outcomes["certificate"].status == "skip"


@pytest.mark.parametrize("value", ["", "max-age=0"])
def test_who_came_by_https_has_to_be_told_to_stay(authority, value):
    page = Page(200, LOGIN, headers={"Strict-Transport-Security": value})
    certificate = authority.issue_cert("127.0.0.1")
    with deployment(good() | {"/web/login": page}, tls=speaks(certificate)) as url:
        outcomes = look(url)
    assert failed(outcomes) == {"security headers"}
    assert outcomes["security headers"].observation.startswith("Strict-Transport-Security is ")


def test_a_login_page_that_moves_to_http_is_not_followed(authority):
    with deployment(good()) as plain:
        moved = Page(302, headers={"Location": f"{plain}/web/login"} | HSTS)
        certificate = authority.issue_cert("127.0.0.1")
        with deployment(good() | {"/web/login": moved}, tls=speaks(certificate)) as url:
            outcomes = look(url)
    assert failed(outcomes) == {"login page"}
    assert f"answers 302, to '{plain}/web/login'" in outcomes["login page"].observation


def test_a_script_that_a_browser_would_refuse_is_a_fault(authority):
    """A page over https with links to http, as Odoo writes them when nobody says https to it."""
    certificate = authority.issue_cert("127.0.0.1")
    with deployment(good()) as plain:
        page = Page(200, LOGIN.replace('src="', f'src="{plain}'), headers=HSTS)
        with deployment(good() | {"/web/login": page}, tls=speaks(certificate)) as url:
            outcomes = look(url)
    assert failed(outcomes) == {"assets"}
    assert "which browsers refuse" in outcomes["assets"].observation


# --- http on port 80 ---------------------------------------------------------------------------


@pytest.fixture
def on_usual_ports(authority, monkeypatch):
    """A function that looks at a deployment whose ports are taken for 80 and 443."""

    def look_at(pages_of_http):
        certificate = authority.issue_cert("127.0.0.1")
        pages: dict[str, Page] = {}
        with deployment(SAFE, tls=speaks(certificate)) as url, deployment(pages) as plain:
            monkeypatch.setitem(address.PORTS, "https", int(url.rpartition(":")[2]))
            monkeypatch.setitem(address.PORTS, "http", int(plain.rpartition(":")[2]))
            pages.update(pages_of_http(url))
            return look(url)

    return look_at


def test_http_that_leads_to_https_passes(on_usual_ports):
    def pages(url):
        return {"/web/health": Page(301, headers={"Location": "https://127.0.0.1/web/health"})}

    outcomes = on_usual_ports(pages)
    assert failed(outcomes) == set()
    assert outcomes["https redirect"].observation == "http leads to https"


@pytest.mark.parametrize(
    ("page", "observed"),
    [
        (Page(200, "{}"), "answers 200 instead of a redirect to https"),
        (Page(301, headers={"Location": "/web/login"}), "leads to http://127.0.0.1 instead of"),
        (Page(301, headers={"Location": "https://evil.example/"}), "leads to https://evil.example"),
        (Page(301, headers={"Location": "ftp://127.0.0.1/"}), "redirects to 'ftp://127.0.0.1/'"),
        (Page(301), "leads to http://127.0.0.1 instead of"),
    ],
)
def test_http_that_stays_http_is_a_fault(on_usual_ports, page, observed):
    outcomes = on_usual_ports(lambda url: {"/web/health": page})
    assert failed(outcomes) == {"https redirect"}
    assert observed in outcomes["https redirect"].observation


def test_where_nothing_answers_http_nothing_is_sent_unencrypted(authority, monkeypatch):
    with deployment(SAFE, tls=speaks(authority.issue_cert("127.0.0.1"))) as url:
        monkeypatch.setitem(address.PORTS, "https", int(url.rpartition(":")[2]))
        monkeypatch.setitem(address.PORTS, "http", 1)
        outcomes = look(url)
    assert failed(outcomes) == set()
    assert "nothing can be sent unencrypted" in outcomes["https redirect"].observation
