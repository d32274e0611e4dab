"""``DATABASE_URL`` stands for ``POSTGRES_*``, and contradicts none of them."""

from __future__ import annotations

import pytest

from boot import database_url
from boot.settings import Settings, SettingsError

ADMIN = {"ODOO_ADMIN_PASSWORD": "admin-secret"}


def settings(url: str, **environment: str) -> Settings:
    return Settings.from_environment(ADMIN | {"DATABASE_URL": url} | environment)


def faults(url: str, **environment: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        settings(url, **environment)
    return raised.value.faults


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", {}),
        ("postgresql://", {}),
        ("postgres://u:p@h:6543/d", {"HOST": "h", "PORT": "6543", "USER": "u", "PASSWORD": "p",
                                     "DB": "d"}),
        ("postgresql://u@h/d?sslmode=verify-full", {"HOST": "h", "USER": "u", "DB": "d",
                                                    "SSLMODE": "verify-full"}),
        ("postgresql://postgres.ref:secret%40b%2Fc%3Ad%25@h", {"HOST": "h", "USER": "postgres.ref",
                                                          "PASSWORD": "secret@b/c:d%"}),
        ("postgresql://u:secret:q@[2001:db8::1]:5433/d", {"HOST": "2001:db8::1", "PORT": "5433",
                                                          "USER": "u", "PASSWORD": "secret:q",
                                                          "DB": "d"}),
        ("postgresql://u:p@%2Frun%2FPostgreSQL/d", {"HOST": "/run/PostgreSQL", "USER": "u",
                                                    "PASSWORD": "p", "DB": "d"}),
    ],
)  # fmt: skip
def test_parts(url, expected):
    assert dict(database_url.parts(url)) == {f"POSTGRES_{name}": part for name, part in
                                             expected.items()}  # fmt: skip


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:hunter2@h/d", "must be an address such as postgresql://"),
        ("h:5432", "must be an address such as postgresql://"),
        ("postgresql://u:hunter2 @h/d", "must be one word"),
        ("postgresql://u:hun#ter2@h/d", "holds a #"),
        ("postgresql://u:hunter2@ter2@h/d", "holds more than one @"),
        ("postgresql://u:hunter2/x@h/d", "PORT that is no number"),
        ("postgresql://u:p@h:hunter2/d", "PORT that is no number"),
        ("postgresql://u:p@h/d/hunter2", "has a / in its DATABASE"),
        ("postgresql://u:p@a:1,b:2/d", "more than one HOST"),
        ("postgresql://u:p@[::1/d", "cannot be read"),
        ("postgresql://u:p@h/d?options=hunter2", "a parameter after ? other than sslmode"),
    ],
)
def test_an_address_that_cannot_be_read_is_the_only_fault_and_never_shown(url, words):
    (fault,) = faults(url)
    assert fault.startswith("DATABASE_URL ")
    assert words in fault
    assert "hunter2" not in fault


def test_it_suffices():
    found = settings("postgresql://u:p%25@db.example:6543/books?sslmode=verify-ca")
    assert (found.postgres_host, found.postgres_port, found.session_port) == (
        "db.example",
        6543,
        5432,
    )
    assert (found.postgres_user, found.postgres_password, found.postgres_db) == ("u", "p%", "books")
    assert found.sslmode == "verify-ca"


def test_what_it_does_not_name_comes_from_the_variables():
    found = settings("postgresql://u@h", POSTGRES_PASSWORD="secret", POSTGRES_PORT="5433")
    assert (found.postgres_password, found.postgres_port, found.postgres_db) == (
        "secret",
        5433,
        "odoo",
    )


def test_what_nothing_names_is_missing():
    (fault,) = faults("postgresql://u@h")
    assert fault.startswith("POSTGRES_PASSWORD is not set")


def test_variables_that_say_the_same_are_no_fault():
    assert settings("postgresql://u:p@h:5432", POSTGRES_PORT="05432", POSTGRES_USER="u").port


def test_contradictions_are_all_reported_without_secrets(tmp_path):
    file = tmp_path / "password"
    file.write_text("other-secret\n")
    assert faults(
        "postgresql://u:p@h/d?sslmode=require",
        POSTGRES_HOST="elsewhere",
        POSTGRES_PASSWORD_FILE=str(file),
        POSTGRES_SSLMODE="disable",
    ) == [
        "POSTGRES_HOST='elsewhere' contradicts DATABASE_URL; keep one of them",
        "POSTGRES_SSLMODE='disable' contradicts DATABASE_URL; keep one of them",
        "POSTGRES_PASSWORD (of DATABASE_URL) contradicts DATABASE_URL; keep one of them",
    ]


def test_its_parts_are_held_to_the_same_rules():
    assert faults("postgresql://postgres:p@h:99999?sslmode=on") == [
        "POSTGRES_PORT (of DATABASE_URL) must lie between 1 and 65535",
        "POSTGRES_SSLMODE (of DATABASE_URL) must be one of disable, allow, prefer, require, "
        "verify-ca, verify-full",
        "POSTGRES_USER (of DATABASE_URL) Odoo refuses to work as 'postgres'; create a role of its "
        "own",
    ]


def test_it_can_come_from_a_file(tmp_path):
    file = tmp_path / "url"
    file.write_text("postgresql://u:p@h/d\n")
    environment = ADMIN | {"DATABASE_URL_FILE": str(file)}
    assert Settings.from_environment(environment).postgres_db == "d"
