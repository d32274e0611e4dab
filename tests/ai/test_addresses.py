"""Which addresses may be asked: against server-side request forgery."""

from __future__ import annotations

import itertools

import pytest

from providers import ProviderError
from providers.address import allowed, parse

from ..product.llm_scripted import redirect
from .conftest import begin, make

MALFORMED = [
    "",
    "ollama:11434",
    "//ollama",
    "ftp://ollama",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x",
    "http://",
    "http://user@ollama",
    "http://user:password@ollama",
    "http://@ollama",
    "http://evil.test\\@ollama",
    "http://ollama:0",
    "http://ollama:",
    "http://ollama:99999",
    "http://ollama:x",
    "http://ollama?x=1",
    "http://ollama?",
    "http://ollama#x",
    "http://ollama/a/../b",
    "http://ol lama",
    "http://ollama\r\nX: y",
    "http://-ollama",
    "http://ol..lama",
    "http://１２７.0.0.1",  # full-width digits
    "http://ⓛocalhost",
    "http://[fe80::1%25eth0]",
    "http://[::1",
    "http://[v1.x]",
    "http://" + "a" * 300,
]
# What libc's resolver takes for 127.0.0.1 or 169.254.169.254 though nobody would write it so.
NUMBERS = [
    "2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "127.1", "127.0.1", "0177.1", "0",
    "017700000001", "2852039166", "0xa9fea9fe", "169.254.43518", "0251.0376.0251.0376",
    "127.0.0.01", "127.0.0.1.5",
]  # fmt: skip
REFUSED = [
    "169.254.169.254", "169.254.0.1", "[fe80::1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]",
    "[64:ff9b::169.254.169.254]", "[2002:a9fe:a9fe::]", "[::169.254.169.254]", "[fd00:ec2::254]",
    "[fd20:ce::254]", "100.100.100.200", "192.0.0.192", "168.63.129.16", "0.0.0.0", "0.1.2.3",
    "[::]", "224.0.0.1", "239.255.255.250", "[ff02::1]", "240.0.0.1", "255.255.255.255",
    "[::ffff:0.0.0.0]", "[::ffff:224.0.0.1]", "[2001::1]", "[fec0::1]", "[100::1]", "192.0.2.1",
    "[2001:db8::1]", "[64:ff9b:1::7f00:1]",
]  # fmt: skip
PRIVATE = [
    "127.0.0.1", "127.8.8.8", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "10.0.0.1",
    "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "[fc00::1]", "[fd12::1]",
    "[::ffff:10.0.0.1]", "[64:ff9b::10.0.0.1]", "[2002:7f00:1::]", "127.0.0.1.",
    "[0:0:0:0:0:0:0:1]",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "172.32.0.1", "100.128.0.1", "[2606:4700::1111]", "[::ffff:1.1.1.1]"]


def refusal(url: str, allow_private: bool = True, **options) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        allowed(url, allow_private, **options)
    assert caught.value.kind == "refused_address"
    return caught.value


def never(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host} was looked up")


@pytest.mark.parametrize("url", MALFORMED)
def test_malformed(url):
    problem = refusal(url, resolver=never)
    assert "password" not in problem.message or "user name" in problem.message


@pytest.mark.parametrize("host", NUMBERS)
def test_numbers_in_disguise_are_not_even_looked_up(host):
    refusal(f"http://{host}:11434", resolver=never)


@pytest.mark.parametrize("host", REFUSED)
def test_refused_whatever_the_operator_allows(host):
    refusal(f"http://{host}:11434", allowed_hosts={f"{host}:11434"}, resolver=never)


@pytest.mark.parametrize("host", PRIVATE)
def test_private_ones_only_where_the_operator_allows_them(host):
    url = f"http://{host}:11434"
    assert "AI_ALLOW_PRIVATE_ADDRESSES" in refusal(url, False, resolver=never).remedy
    assert allowed(url, True).is_local
    assert allowed(url, False, {parse(url).shown}).is_local
    refusal(url, False, allowed_hosts={"127.0.0.1:80", "ollama:11434"})


@pytest.mark.parametrize("host", PUBLIC)
def test_public_ones(host):
    assert not allowed(f"https://{host}/v1", False, resolver=never).is_local


def test_the_parts_of_an_address():
    address = parse(" HTTPS://API.Example.com./v1/ ")
    assert (address.url, address.shown) == ("https://api.example.com/v1", "api.example.com:443")
    assert (address.scheme, address.host, address.port, address.path) == (
        "https", "api.example.com", 443, "/v1",
    )  # fmt: skip
    assert parse("http://[::1]:8080/").shown == "[::1]:8080"


@pytest.mark.parametrize(
    ("ips", "allow_private", "fine"),
    [
        (["1.1.1.1", "8.8.8.8"], False, True),
        (["1.1.1.1", "10.0.0.1"], False, False),  # one bad one is enough
        (["10.0.0.1"], True, True),
        (["10.0.0.1", "169.254.169.254"], True, False),
        (["::ffff:127.0.0.1"], False, False),
        (["fe80::1%eth0"], True, False),
        (["nonsense"], True, False),
    ],
)
def test_what_a_name_resolves_to_is_what_counts(ips, allow_private, fine):
    def resolver(host, port):
        return ips

    if fine:
        assert allowed("http://ai.test", allow_private, resolver=resolver).ips == tuple(ips)
    else:
        refusal("http://ai.test", allow_private, resolver=resolver)


def test_a_host_is_allowed_with_its_port_only():
    def resolver(host, port):
        return ["172.18.0.2"]

    assert allowed("http://ollama:11434", False, {"ollama:11434"}, resolver=resolver).is_local
    refusal("http://ollama:8069", False, allowed_hosts={"ollama:11434"}, resolver=resolver)


def test_rebinding_the_connection_goes_where_the_check_was(server, provider):
    """The name resolves to our server first, and to the metadata service ever after."""
    asked = itertools.count()
    answers = itertools.chain([["127.0.0.1"]], itertools.repeat(["169.254.169.254"]))

    def resolver(host, port):
        next(asked)
        return next(answers)

    rebound = make(provider.name, f"http://rebind.test:{server.port}", resolver=resolver)
    assert list(begin(rebound))[-1].reason == "stop"
    assert next(asked) == 1
    assert server.requests[0].headers["host"] == f"rebind.test:{server.port}"


def test_rebinding_the_other_way_round_reaches_nobody(server, provider):
    """It resolves to a public address when it is saved, to loopback when it is asked."""
    answers = iter([["1.1.1.1"], ["127.0.0.1"]])
    url = f"http://rebind.test:{server.port}"

    def resolver(host, port):
        return next(answers)

    allowed(url, False, resolver=resolver)
    rebound = make(provider.name, url, resolver=resolver, allow_private=False)
    with pytest.raises(ProviderError) as caught:
        list(begin(rebound))
    assert caught.value.kind == "refused_address"
    assert server.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(server, provider, status):
    from ..product.llm_scripted import ScriptedServer

    with ScriptedServer() as other:
        for path in ("chat", "models", "embed", "version"):
            server.script(redirect(f"{other.url}/api/chat", status), to=path)
        with pytest.raises(ProviderError) as caught:
            list(begin(provider))
        assert caught.value.kind == "refused_address"
        assert not provider.health(_deadline()).ok
        assert other.requests == []


def _deadline():
    from providers import Deadline

    return Deadline()
