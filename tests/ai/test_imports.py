"""Importing the package, and making a provider, loads no client: most processes need none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ADDON = Path(__file__).resolve().parents[2] / "addons" / "insightpulse_ai"
HEAVY = ("httpx", "httpcore", "pydantic", "ollama", "openai", "asyncio", "requests", "odoo", "ssl")
ASK = """
import sys
import providers
from providers import Cancel, Deadline, Message
name = sys.argv[1]
configuration = providers.Configuration(
    name, ollama_base_url="http://127.0.0.1:9", openai_base_url="http://127.0.0.1:9/v1",
    allow_private=True)
provider = providers.make(configuration)
before = {heavy for heavy in sys.argv[2:] if heavy in sys.modules}
print(provider.health(Deadline()).detail)
try:
    provider.models(Deadline(total=0.4))
except providers.ProviderError as error:
    print(error.kind, error)
after = {heavy for heavy in sys.argv[2:] if heavy in sys.modules}
print(sorted(before), sorted(after))
"""


def run(code: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-c", code, *arguments]
    environment = {"PYTHONPATH": str(ADDON), "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(("name", "other"), [("ollama", "openai"), ("openai", "ollama")])
def test_a_client_is_imported_when_it_is_first_used(name, other):
    health, _models, modules = run(ASK, name, *HEAVY)
    before, after = modules.split("] [")
    assert "Nobody answers" in health
    assert before == "["
    assert f"'{name}'" in after
    assert "'httpx'" in after
    assert f"'{other}'" not in after


def test_a_client_that_is_not_installed_is_told_in_words():
    missing = 'import sys; sys.modules["ollama"] = None\n'
    health, models, _modules = run(missing + ASK, "ollama", "x")
    assert models.startswith("not_configured The Python package ollama is not installed. pip inst")
    assert "Nobody answers" in health  # whether the server is well can be told without
