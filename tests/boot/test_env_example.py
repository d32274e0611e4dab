"""``.env.example`` is held against the settings, and docker-compose.yml against both."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from boot.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[2]
VARIABLES = {variable.metadata["name"]: variable for variable in fields(Settings)}
ENTRY = re.compile(r"(#?)([A-Z][A-Z0-9_]*)=(.*)")


def entries() -> dict[str, tuple[bool, str, str]]:
    """``name → (commented out, value, the lines of help above it)``."""
    found: dict[str, tuple[bool, str, str]] = {}
    help_text = ""
    for line in (CHECKOUT / ".env.example").read_text(encoding="utf-8").splitlines():
        if match := ENTRY.fullmatch(line):
            assert match[2] not in found, f"{match[2]} is there twice"
            found[match[2]] = (match[1] == "#", match[3], help_text)
        elif line.startswith("# ---") or not line:
            help_text = ""
        else:
            help_text += line.removeprefix("#")
    return found


def compose() -> str:
    return (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")


def test_every_variable_is_there_and_no_other_but_those_of_compose():
    of_compose = set(re.findall(r"\$\{([A-Z_]+)", compose())) - VARIABLES.keys()
    of_compose.add("COMPOSE_PROFILES")  # docker compose reads it by itself
    assert entries().keys() == VARIABLES.keys() | of_compose


@pytest.mark.parametrize("name", VARIABLES)
def test_a_commented_line_shows_the_default_and_others_are_to_be_filled_in(name):
    commented_out, value, _ = entries()[name]
    default = VARIABLES[name].default
    if commented_out:
        if default is None:  # it follows from other variables: the help says how
            assert value == ""
        else:
            assert VARIABLES[name].metadata["parse"](value) == default
    else:
        assert default is MISSING or VARIABLES[name].metadata["secret"]


def test_every_variable_has_a_line_of_help():
    assert [name for name, (_, _, text) in entries().items() if not text.strip()] == []


def test_the_example_holds_no_secret():
    for name, variable in VARIABLES.items():
        if variable.metadata["secret"]:
            assert entries()[name][1] == ""


def test_filled_in_it_is_a_valid_environment():
    environment = {name: value for name, (hidden, value, _) in entries().items() if not hidden}
    blank = {name: "x" for name, value in environment.items() if not value}
    assert Settings.from_environment(environment | blank).postgres_user == "odoo"


def test_compose_sets_only_variables_that_exist():
    odoo = compose().split("\n  odoo:\n")[1]
    environment = odoo.split("environment:")[1].split("\n    ports:")[0]
    names = re.findall(r"^ {6}([A-Z_]+):", environment, re.MULTILINE)
    assert len(names) > 5
    assert set(names) <= VARIABLES.keys()
