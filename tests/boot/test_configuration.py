"""The rendered files are held against golden ones: data/expected-*.

After a wanted change: `UPDATE_EXPECTED=1 pytest tests/boot`, and look at the difference.
"""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from importlib.util import find_spec
from pathlib import Path

import pytest

from boot import configuration
from boot.settings import Settings

from .environment import COMPLETE, REQUIRED, SECRETS

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"
ENVIRONMENTS = {
    "defaults": REQUIRED,
    "complete": COMPLETE,
    "threaded": REQUIRED | {"ODOO_WORKERS": "0"},
    "small": {  # 512 MB, one address, Supabase's transaction pooler
        "DATABASE_URL": "postgresql://odoo.ref:secret%40s@pooler.example:6543/books",
        "ODOO_ADMIN_PASSWORD": SECRETS["ODOO_ADMIN_PASSWORD"],
        "INSTANCE_MEMORY": "512M",
        "AI_PROVIDER": "ollama",
        "OLLAMA_BASE_URL": "http://ollama:11434",
    },
}


def template(name: str) -> str:
    return (CHECKOUT / f"{name}.template").read_text(encoding="utf-8")


def assert_expected(name: str, text: str) -> None:
    path = DATA / f"expected-{name}"
    if os.environ.get("UPDATE_EXPECTED"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_odoo_conf(name):
    settings = Settings.from_environment(ENVIRONMENTS[name])
    text = configuration.odoo_conf(
        settings, template("odoo.conf"), admin_hash="HASH", seal_with="SEALING"
    )
    assert_expected(f"{name}-odoo.conf", text)


def test_the_sealing_key_is_the_master_passwords():
    key = configuration.sealing_key("secret")
    assert len(base64.urlsafe_b64decode(key)) == 32
    assert key == configuration.sealing_key("secret"), "another one would open nothing"
    assert key != configuration.sealing_key("secret ")
    settings = Settings.from_environment(REQUIRED | {"ODOO_ADMIN_PASSWORD": "secret"})
    text = configuration.odoo_conf(settings, template("odoo.conf"), admin_hash="HASH")
    assert f"\nsealing_key = {key}\n" in text
    # for good: what was sealed by an earlier version has to open
    assert hashlib.sha256(key.encode()).hexdigest()[:8] == "618aa74b"


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_nginx_conf(name):
    settings = Settings.from_environment(ENVIRONMENTS[name])
    text = configuration.nginx_conf(
        settings,
        template("nginx.conf"),
        Path("/run/here"),
        odoo_addons=[Path("/odoo/addons")],
        pages=Path("/pages"),
        commit="0123456789abcdef0123456789abcdef01234567",
    )
    assert_expected(f"{name}-nginx.conf", text)


def test_nginx_leaves_a_folder_to_odoo_whose_name_it_could_not_hold():
    settings = Settings.from_environment(REQUIRED | {"ODOO_ADDONS_PATH": '/a"b:/c$d:/fine'})
    text = configuration.nginx_conf(settings, "$static_files", Path("/run/here"))
    assert text == '"/fine$uri"'
    settings = Settings.from_environment(REQUIRED)
    assert configuration.nginx_conf(settings, "$static_files", Path("/x")) == "/dev/null$uri"


def test_nginx_looks_for_static_files_in_the_order_of_odoo():
    settings = Settings.from_environment(REQUIRED | {"ODOO_ADDONS_PATH": "/ours:relative"})
    text = configuration.nginx_conf(
        settings,
        "$static_files",
        Path("/run/here"),
        odoo_addons=[Path("/src/odoo/addons"), Path("/src/addons")],
    )
    expected = ["/src/odoo/addons", "/ours", os.path.abspath("relative"), "/src/addons"]
    assert text == " ".join(f'"{folder}$uri"' for folder in expected)


def test_odoo_conf_holds_the_admin_password_only_as_a_hash():
    settings = Settings.from_environment(COMPLETE)
    text = configuration.odoo_conf(settings, template("odoo.conf"))
    assert "admin_passwd = $pbkdf2-sha512$" in text
    assert COMPLETE["ODOO_ADMIN_PASSWORD"] not in text


def test_the_hash_has_the_format_that_passlib_verifies():
    """``$pbkdf2-sha512$rounds$salt$digest``, base64 with ``.`` for ``+`` and without padding."""
    salt = bytes(range(240, 256))  # its base64 holds a "+" and a "/"
    hashed = configuration.hashed("geheim", salt)
    _, scheme, rounds, salt_text, digest_text = hashed.split("$")

    def decoded(text: str) -> bytes:
        return base64.b64decode(text.replace(".", "+") + "=" * (-len(text) % 4), validate=True)

    assert (scheme, rounds) == ("pbkdf2-sha512", "600000")
    assert decoded(salt_text) == salt
    assert decoded(digest_text) == hashlib.pbkdf2_hmac("sha512", b"geheim", salt, 600_000)
    if find_spec("passlib"):  # Odoo's own; not among the tools of the tests
        from passlib.hash import pbkdf2_sha512

        assert pbkdf2_sha512.verify("geheim", hashed)


def test_every_hash_has_a_salt_of_its_own():
    assert configuration.hashed("x") != configuration.hashed("x")


def test_a_placeholder_without_a_setting_is_an_error():
    settings = Settings.from_environment(REQUIRED)
    with pytest.raises(KeyError, match="nonsense"):
        configuration.odoo_conf(settings, "value = $nonsense", admin_hash="HASH")


def test_a_value_is_not_taken_for_a_placeholder():
    settings = Settings.from_environment(REQUIRED | {"POSTGRES_PASSWORD": "pa$db_host $$ %(x)s #;"})
    text = configuration.odoo_conf(settings, "db_password = $db_password", admin_hash="HASH")
    assert text == "db_password = pa$db_host $$ %(x)s #;"


OF_BOOT_ITSELF = {"ODOO_INIT_MODULES", "ODOO_NEUTRALIZE", "S3_PLAIN_HTTP"}


@pytest.mark.parametrize("name", sorted(COMPLETE.keys() - REQUIRED.keys() - OF_BOOT_ITSELF))
def test_every_variable_has_an_effect_on_a_rendered_file(name):
    def rendered(environment: dict[str, str]) -> str:
        settings = Settings.from_environment(environment)
        return configuration.odoo_conf(
            settings, template("odoo.conf"), admin_hash="HASH"
        ) + configuration.nginx_conf(settings, template("nginx.conf"), Path("/run/here"))

    roomy = REQUIRED | {
        "ODOO_LIMIT_MEMORY_HARD": "4000000000",
        "OPENAI_API_KEY": "secret",
        "OPENAI_MODEL": "model",
        "S3_ENDPOINT_URL": "https://s3",
        "S3_BUCKET": "bucket",
        "S3_ACCESS_KEY_ID": "id",
        "S3_SECRET_ACCESS_KEY": "secret",
    }
    if name == "S3_ENDPOINT_URL":
        roomy["S3_PLAIN_HTTP"] = "1"
    assert rendered(roomy | {name: COMPLETE[name]}) != rendered(roomy)


def test_a_private_file_can_be_read_by_its_owner_alone(tmp_path):
    old_umask = os.umask(0)
    try:
        configuration.write_private(tmp_path / "odoo.conf", "secret")
    finally:
        os.umask(old_umask)
    assert stat.S_IMODE((tmp_path / "odoo.conf").stat().st_mode) == 0o600


def test_a_private_file_replaces_one_that_others_could_read(tmp_path):
    path = tmp_path / "odoo.conf"
    path.write_text("old")
    path.chmod(0o644)
    reader = path.open()
    configuration.write_private(path, "secret")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("secret", 0o600)
    assert reader.read() == "old", "what was open before must not see the new text"
    reader.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["odoo.conf"]
