"""Headers that look like a protection and are none."""

from __future__ import annotations

import pytest

from verify_deployment import browser_policies

YEAR = 31536000


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ([f"max-age={YEAR}"], ""),
        ([f'includeSubDomains; Max-Age = "{YEAR}" ; preload;'], ""),
        ([f"max-age={YEAR}", "max-age=0"], ""),  # the first header alone counts
        (["max-age=0", f"max-age={YEAR}"], "max-age has to be"),
        (["max-age=0"], "is 'max-age=0': max-age has to be 15552000 seconds or more"),
        (["max-age=86400"], "max-age has to be"),
        ([f"max-age={YEAR}; max-age=0"], "max-age is there twice"),
        (["max-age=forever"], "it has no max-age"),
        ([f"max-age=-{YEAR}"], "it has no max-age"),
        ([f"x-max-age={YEAR}"], "it has no max-age"),
        (["includeSubDomains"], "it has no max-age"),
        ([], "is missing"),
    ],
)
def test_transport_security(values, fault):
    said = browser_policies.transport_security(values)
    assert fault in said
    assert bool(said) == bool(fault)


@pytest.mark.parametrize(
    ("frame_options", "policies", "safe"),
    [
        (["SAMEORIGIN"], [], True),
        (["deny"], [], True),
        (["SAMEORIGIN", "sameorigin"], [], True),
        (["SAMEORIGIN", "DENY"], [], False),
        (["ALLOWALL"], [], False),
        (["ALLOW-FROM https://a.example"], [], False),
        ([], [], False),
        ([], ["frame-ancestors 'self'"], True),
        ([], ["frame-ancestors 'none'"], True),
        ([], ["frame-ancestors"], True),  # nobody
        ([], ["Frame-Ancestors https://a.example https://*.b.example"], True),
        ([], ["default-src 'self'; frame-ancestors *"], False),
        ([], ["frame-ancestors 'self' *"], False),
        ([], ["frame-ancestors https:"], False),
        ([], ["frame-ancestors https://*"], False),
        ([], ["frame-ancestors *:443"], False),
        ([], ["frame-ancestors 'self'; frame-ancestors *"], True),  # the first counts
        ([], ["frame-ancestors *; frame-ancestors 'self'"], False),
        ([], ["frame-ancestors *, frame-ancestors 'self'"], True),  # two policies, each is kept
        ([], ["frame-ancestors *", "frame-ancestors 'self'"], True),
        ([], ["default-src 'none'; x-frame-ancestors 'self'"], False),
        ([], ["report-uri /frame-ancestors"], False),
        (["SAMEORIGIN"], ["default-src 'self'"], True),
        # X-Frame-Options does not count beside it
        (["SAMEORIGIN"], ["frame-ancestors *"], False),
    ],
)
def test_framing(frame_options, policies, safe):
    assert bool(browser_policies.framing(frame_options, policies)) != safe


@pytest.mark.parametrize(
    ("values", "safe"),
    [
        (["strict-origin-when-cross-origin"], True),
        (["no-referrer, strict-origin"], True),
        (["unsafe-url, same-origin"], True),  # the last one that is known
        (["same-origin", "unsafe-url"], False),
        (["same-origin, something-new"], True),
        (["no-referrer-when-downgrade"], False),
        (["something-new"], False),
        ([""], False),
        ([], False),
    ],
)
def test_referrer_policy(values, safe):
    assert bool(browser_policies.referrer_policy(values)) != safe


@pytest.mark.parametrize(
    ("values", "safe"),
    [(["nosniff"], True), (["NoSniff, x"], True), (["x", "nosniff"], False), ([], False)],
)
def test_content_type_options(values, safe):
    assert bool(browser_policies.content_type_options(values)) != safe
