"""The environment is understood as a whole, and refused as a whole."""

from __future__ import annotations

from dataclasses import fields

import pytest

from boot.settings import Settings, SettingsError, unknown

from .environment import COMPLETE, REQUIRED, SECRETS


def faults(environment: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(environment)
    return raised.value.faults


def test_four_variables_suffice():
    settings = Settings.from_environment(REQUIRED)
    assert (settings.port, settings.odoo_workers, settings.postgres_db) == (8069, 2, "odoo")


def test_every_variable_is_read():
    settings = Settings.from_environment(COMPLETE)
    defaults = Settings.from_environment(REQUIRED)
    unchanged = {
        variable.metadata["name"]
        for variable in fields(Settings)
        if getattr(settings, variable.name) == getattr(defaults, variable.name)
    }
    assert unchanged == set(REQUIRED)
    assert settings.memory == 8 << 30
    assert settings.odoo_init_modules == ("web", "account")
    assert settings.odoo_addons_path == ("/srv/ours", "/srv/oca")
    assert settings.ocr_service_url == "https://ocr.example"


def test_an_empty_optional_variable_is_an_unset_one():
    empty = dict.fromkeys(COMPLETE.keys() - REQUIRED.keys(), "")
    assert Settings.from_environment(REQUIRED | empty) == Settings.from_environment(REQUIRED)


@pytest.mark.parametrize(
    ("environment", "port"),
    [
        ({}, 5432),
        ({"POSTGRES_PORT": "6432"}, 6432),
        ({"POSTGRES_PORT": "6543"}, 5432),  # Supabase's transaction pooler
        ({"POSTGRES_PORT": "6543", "POSTGRES_SESSION_PORT": "6544"}, 6544),
    ],
)
def test_the_port_that_keeps_a_session(environment, port):
    assert Settings.from_environment(REQUIRED | environment).session_port == port


@pytest.mark.parametrize(
    ("environment", "mode"),
    [
        ({}, "require"),
        ({"POSTGRES_HOST": "127.0.0.1"}, "prefer"),
        ({"POSTGRES_HOST": "/run/postgresql"}, "prefer"),
        ({"POSTGRES_SSLMODE": "disable"}, "disable"),
    ],
)
def test_what_leaves_the_machine_is_encrypted_by_default(environment, mode):
    assert Settings.from_environment(REQUIRED | environment).sslmode == mode


def test_an_unknown_name_is_reported_with_the_nearest_known_one():
    names = {"ODOO_WORKER": "2", "POSTGRES_PASWORD": "x", "ODOO_RC": "/etc/odoo.conf", "PATH": "/"}
    assert unknown(REQUIRED | names) == [
        "ODOO_WORKER is not known, and has no effect. Did you mean ODOO_WORKERS?",
        "POSTGRES_PASWORD is not known, and has no effect. Did you mean POSTGRES_PASSWORD?",
    ]
    assert unknown(REQUIRED | {"INSTANCE_MEMROY": "1G", "OCR_TIER": "small"}) == [
        "INSTANCE_MEMROY is not known, and has no effect. Did you mean INSTANCE_MEMORY?",
    ]
    assert unknown(REQUIRED | {"ODOO_XYZZY": "1"}) == [
        "ODOO_XYZZY is not known, and has no effect."
    ]


def test_all_faults_are_reported_at_once():
    wrong = {"POSTGRES_USER": "postgres", "ODOO_WORKERS": "two", "PORT": "70000"}
    names = [fault.split("=")[0].split()[0] for fault in faults(wrong)]
    assert sorted(names) == [
        "ODOO_ADMIN_PASSWORD",
        "ODOO_WORKERS",
        "PORT",
        "POSTGRES_HOST",
        "POSTGRES_PASSWORD",
        "POSTGRES_USER",
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "0", "PORT='0' must lie between 1 and 65535"),
        ("PORT", "http", "PORT='http' must be a whole number"),
        ("ODOO_WITH_DEMO", "maybe", "ODOO_WITH_DEMO='maybe' must be 1 or 0"),
        ("ODOO_INIT_MODULES", "web;sale", "'web;sale' is not a module name"),
        ("OCR_SERVICE_URL", "ocr:8868", "must be an address such as http://ocr:8868"),
        ("POSTGRES_USER", "postgres", "create a role of its own"),
        ("ODOO_FILESTORE", "ftp", "must be one of disk, db, s3"),
        ("POSTGRES_SSLMODE", "on", "must be one of disable, allow, prefer, require"),
        ("POSTGRES_PASSWORD", "two\nlines", "must be a single line"),
        ("POSTGRES_PASSWORD", "blank ", "must neither begin nor end with a blank"),
        ("INSTANCE_MEMORY", "half", "must be a size such as 536870912, 512M or 1G"),
        ("AI_PROVIDER", "none of them", "must be one of ollama, openai, none"),
        ("AI_PROVIDER", "ollama", "needs OLLAMA_BASE_URL, such as http://ollama:11434"),
        ("OLLAMA_BASE_URL", "ollama", "OLLAMA_BASE_URL='ollama' must be an address"),
        ("ODOO_LIMIT_MEMORY_HARD", "1", "must not be below ODOO_LIMIT_MEMORY_SOFT"),
    ],
)
def test_a_wrong_value_is_shown_with_its_remedy(name, value, words):
    (fault,) = faults(REQUIRED | {name: value})
    assert words in fault


@pytest.mark.parametrize("name", SECRETS)
def test_the_value_of_a_secret_is_never_shown(name):
    (fault,) = faults(REQUIRED | {name: "hunter2\nhunter2"})
    assert fault.startswith(name)
    assert "hunter2" not in fault


def test_a_secret_from_a_file(tmp_path):
    file = tmp_path / "password"
    file.write_text("secret from a file\n")
    environment = {name: value for name, value in REQUIRED.items() if name != "POSTGRES_PASSWORD"}
    settings = Settings.from_environment(environment | {"POSTGRES_PASSWORD_FILE": str(file)})
    assert settings.postgres_password == "secret from a file"


def test_a_secret_given_twice_is_refused(tmp_path):
    (fault,) = faults(REQUIRED | {"POSTGRES_PASSWORD_FILE": str(tmp_path / "password")})
    assert "POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE are both set" in fault


def test_a_missing_secret_file_says_which_variable(tmp_path):
    environment = {name: value for name, value in REQUIRED.items() if name != "POSTGRES_PASSWORD"}
    (fault,) = faults(environment | {"POSTGRES_PASSWORD_FILE": str(tmp_path / "none")})
    assert "POSTGRES_PASSWORD cannot be read from POSTGRES_PASSWORD_FILE=" in fault
    assert "(No such file or directory). Is it there, and may the user" in fault


def test_only_secrets_come_from_files(tmp_path):
    assert Settings.from_environment(REQUIRED | {"PORT_FILE": str(tmp_path)}).port == 8069


def test_what_openai_needs_is_reported_at_once():
    assert faults(REQUIRED | {"AI_PROVIDER": "openai"}) == [
        "AI_PROVIDER='openai' needs OPENAI_API_KEY",
        "AI_PROVIDER='openai' needs OPENAI_MODEL, the name of a model of that account",
    ]


S3 = {
    "ODOO_FILESTORE": "s3",
    "S3_ENDPOINT_URL": "https://s3.example",
    "S3_BUCKET": "files",
    "S3_ACCESS_KEY_ID": "id",
    "S3_SECRET_ACCESS_KEY": "secret",
}


def test_what_s3_needs_is_reported_at_once():
    assert faults(REQUIRED | {"ODOO_FILESTORE": "s3"}) == [
        "ODOO_FILESTORE='s3' needs S3_ENDPOINT_URL, such as https://sgp1.digitaloceanspaces.com",
        "ODOO_FILESTORE='s3' needs S3_BUCKET",
        "ODOO_FILESTORE='s3' needs S3_ACCESS_KEY_ID",
        "ODOO_FILESTORE='s3' needs S3_SECRET_ACCESS_KEY",
    ]
    assert faults(REQUIRED | {name: S3[name] for name in ("S3_BUCKET", "S3_ENDPOINT_URL")}) == [
        "S3_ENDPOINT_URL needs S3_ACCESS_KEY_ID",
        "S3_ENDPOINT_URL needs S3_SECRET_ACCESS_KEY",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"S3_ENDPOINT_URL": "http://s3.example"}, "'http://s3.example' is not encrypted"),
        ({"S3_ENDPOINT_URL": "s3.example"}, "S3_ENDPOINT_URL='s3.example' must be an address"),
        ({"S3_ENDPOINT_URL": "https://me:secret@s3.example"}, "must be an address such as"),
        ({"S3_ENDPOINT_URL": "https://files.s3.example"}, "leave files. out of it"),
        ({"S3_BUCKET": "a/b"}, "S3_BUCKET='a/b' is not the name of a bucket"),
        ({"S3_PREFIX": "../other"}, "S3_PREFIX='../other' must consist of names"),
        ({"S3_PREFIX": "a//b"}, "S3_PREFIX='a//b' must consist of names"),
    ],
)
def test_a_wrong_s3_is_refused(change, words):
    (fault,) = faults(REQUIRED | S3 | change)
    assert words in fault


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"S3_ENDPOINT_URL": "http://127.0.0.1:9000"},
        {"S3_ENDPOINT_URL": "http://minio:9000", "S3_PLAIN_HTTP": "1"},
        {"S3_ENDPOINT_URL": "https://project.storage.supabase.co/storage/v1/s3"},
        {"ODOO_FILESTORE": "db"},
    ],
)
def test_a_right_s3_is_taken(change):
    assert Settings.from_environment(REQUIRED | S3 | change).has_s3


def test_what_could_be_understood_comes_with_the_faults():
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"POSTGRES_HOST": "db.example", "PORT": "none"})
    assert raised.value.values == {"postgres_host": "db.example"}


@pytest.mark.parametrize(
    ("environment", "found", "memory", "hard", "soft"),
    [
        ({}, 0, 0, 419430400, 335544320),  # no limit is known: as at 512 MiB
        ({}, 536870912, 536870912, 419430400, 335544320),
        ({"INSTANCE_MEMORY": "1G"}, 536870912, 1073741824, 855638016, 671088640),
        ({"ODOO_LIMIT_MEMORY_HARD": "0"}, 536870912, 536870912, 0, 335544320),
        ({"ODOO_LIMIT_MEMORY_HARD": "429496729"}, 536870912, 536870912, 429496729, 335544320),
        ({"ODOO_LIMIT_MEMORY_HARD": "9999999999"}, 0, 0, 9999999999, 335544320),
    ],
)
def test_memory_limits_follow_from_the_instance(environment, found, memory, hard, soft):
    settings = Settings.from_environment(REQUIRED | environment, memory=found)
    assert (settings.memory, settings.limit_memory_hard, settings.limit_memory_soft) == (
        memory,
        hard,
        soft,
    )


def test_limits_that_do_not_fit_the_instance_are_all_refused():
    environment = {"ODOO_LIMIT_MEMORY_HARD": "429496730", "ODOO_LIMIT_MEMORY_SOFT": "1000"}
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(REQUIRED | environment, memory=536870912)
    hard, soft = raised.value.faults
    assert hard.startswith("ODOO_LIMIT_MEMORY_HARD=429496730 is 409.6 MiB")
    assert "80 % of the instance's 512 MiB is 409.6 MiB" in hard
    assert "at most 429496729" in hard
    assert "at least 167772160" in soft


@pytest.mark.parametrize(
    "name", [each.metadata["name"] for each in fields(Settings) if each.metadata["secret"]]
)
def test_no_fault_shows_a_secret(name):
    refused = faults(REQUIRED | {name: "secret-9\nmore"})
    assert all(fault.startswith(name) for fault in refused)
    assert "secret-9" not in "".join(refused)
