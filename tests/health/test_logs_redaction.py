"""No secret is left in a text, and what is none stays."""

from __future__ import annotations

import base64
import json
import string
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logs import own_secrets
from logs.redaction import MASK, SHORTEST, Redaction

SHAPES = Redaction()
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
BEGIN = "-----BEGIN " + "PRIVATE KEY-----"
PLAIN = string.ascii_letters + string.digits
secrets = st.text(st.characters(exclude_categories=["Cs"]), min_size=SHORTEST, max_size=80)
texts = st.text(max_size=200)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("İ Authorization: Bearer abc.def-ghi", "İ Authorization: ***"),
        ("{'Authorization': 'Bearer abc', 'a': 1}", "{'Authorization': '***', 'a': 1}"),
        ('{"authorization":"Basic b2Rvbw==","a":1}', '{"authorization":"***","a":1}'),
        ("sent bearer abcdefgh12 to it", "sent bearer *** to it"),
        ("Basic b2RvbzpodW50ZXIy", "Basic ***"),
        ("host=db password=hunter2 user=odoo", "host=db password=*** user=odoo"),
        ("password='hunter2 wrong' user=odoo", "password='***' user=odoo"),
        (r"""{'db_password': 'hunter2\'s', 'a': 1}""", "{'db_password': '***', 'a': 1}"),
        ('"password": "cut off in the mid', '"password": "***'),
        (r'"{\"password\": \"hunter2\", \"a\": 1}", b', r'"{\"password\": \"***", b'),
        ("params['passwd'] = 'hunter2'", "params['passwd'] = '***'"),
        ("/my/invoices/1?access_token=0a1b-2c&page=2", "/my/invoices/1?access_token=***&page=2"),
        ("/web/reset_password?token=abc&db=odoo", "/web/reset_password?token=***&db=odoo"),
        ("csrf_token=0a1bo99", "csrf_token=***"),
        ("X-Api-Key: hunter2", "X-Api-Key: ***"),
        ("Cookie: session_id=kEy_1-2; tz=Europe/Brussels", "Cookie: ***; tz=Europe/Brussels"),
        ("{'session_id': b'kEy_1-2'}", "{'session_id': b'***'}"),
        ("postgresql://odoo:hunter2@example@db:5432/odoo", "postgresql://odoo:***@db:5432/odoo"),
        ("redis://:hunter2-example@cache/0", "redis://:***@cache/0"),
        ("key sk-proj-0123456789abcdefXYZ!", "key sk-***!"),
        ("dop_v1_0123456789abcdef0123", "dop_v1_***"),
        ("AKIA" + "ABCDEFGHIJKLMNOP", "AKIA***"),
        ("eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJ***"),
        (BEGIN + "\nMIIE\nabc=\n-----END", BEGIN + "***-----END"),
    ],
)  # fmt: skip
def test_well_known_shapes(text, expected):
    assert SHAPES(text) == expected
    assert SHAPES(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Login failed for db:odoo login:admin from 10.0.0.1",
        '127.0.0.1 - - [28/Nov/2026 12:00:00] "GET /odoo/action-57?debug=1 HTTP/1.1" 200 -',
        "prompt_tokens=12 completion_tokens=34",
        "basic authentication is off",
        "https://odoo.example.com:8069/web?x=a@b",
        "The key of the record is missing; see tokenizer, password rules and inside=1",
        "module insightpulse_ai: loading views/ai_keys.xml",
        "sk-short",
    ],
)
def test_what_is_no_secret_stays(text):
    assert SHAPES(text) == text


@UNTIMED
@given(texts, secrets, texts)
def test_our_own_are_hidden_however_they_are_written(before, secret, after):
    redact = Redaction([secret])
    forms = (
        secret, quote(secret, safe=""), quote(secret), quote_plus(secret), repr(secret),
        json.dumps(secret), base64.b64encode(secret.encode()).decode(),
    )  # fmt: skip
    for form in forms:
        bare = form.strip("'\"=") if form != secret else form
        if len(bare) >= SHORTEST and bare not in before + MASK + after:
            assert bare not in redact(before + form + after)


@UNTIMED
@given(texts, st.text(PLAIN + "._~+/-", min_size=8, max_size=80), texts)
def test_shapes_are_hidden_anywhere(before, secret, after):
    if secret in before or secret in after:
        return
    for shape in (
        f" Bearer {secret} ", f" password={secret} ", f' "api_key": "{secret}" ',
        f" token: {secret} ", f" session_id={secret}; ",
    ):  # fmt: skip
        assert secret not in SHAPES(f"{before}{shape}{after}")


@UNTIMED
@given(texts)
def test_once_is_enough(text):
    assert SHAPES(SHAPES(text)) == SHAPES(text)


@UNTIMED
@given(st.text("abcdefghij .,\n", max_size=300))
def test_text_without_signs_is_untouched(text):
    assert Redaction(["hunter2-wrong"])(text) == text


def test_short_values_are_words():
    assert Redaction(["odoo"])("odoo is ready") == "odoo is ready"


@pytest.mark.parametrize(
    "text",
    [
        "://" * 300_000, "password" * 100_000, "token=" * 150_000, "'" * 10 + "secret='" * 100_000,
        "eyJ" * 300_000, "session_id=" * 90_000, "'sid':'" * 130_000,
        "sk-" * 300_000, "://" + ":" * 900_000, "bearer " * 130_000,
        "password" + " " * 900_000, "-----begin " * 80_000, "x" * 900_000 + " token",
        'pwd="' + "\\" * 900_000, 'pwd="' + "a" * 900_000, "eyj-" * 225_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_text_ends(text):
    """In quadratic time it would not, within hours."""
    assert SHAPES(text)


# -- which are ours --------------------------------------------------------------------

CONFIGURATION = """
[options]
db_password = p%%a:s/s-secret
admin_passwd = $pbkdf2-sha512$wrong
db_name = odoo-production
[insightpulse_platform]
s3_access_key_id = DO00IDENTITY
s3_secret_access_key = secret-of-s3
[insightpulse_ocr]
service_token = token-secret
service_url = https://reader:hunter2%%40example@ocr
[insightpulse_ai]
openai_api_key = key-secret
context_tokens = 16384000
"""


def test_all_sections_are_read(tmp_path):
    path = tmp_path / "odoo.conf"
    path.write_text(CONFIGURATION)
    assert own_secrets.of(str(path), {"smtp_password": "smtp-secret", "workers": 2}) == {
        "p%%a:s/s-secret", "$pbkdf2-sha512$wrong", "secret-of-s3", "token-secret",
        "hunter2%%40example", "hunter2%@example", "key-secret", "smtp-secret",
    }  # fmt: skip


def test_without_a_file():
    assert own_secrets.of(None, {"db_password": None}) == set()
