"""Every document of the repository names only what is there.

A document cannot be run. What in it can go wrong without anybody noticing is looked at, and each
look is given something wrong to see that it notices.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from boot import limits
from boot.limits import MIB

from ..boot.test_app_spec import SIZES, load
from . import mentions, repository
from .markdown import CHECKOUT, Document

DOCUMENTS = repository.documents()
OPERATIONS = [
    "infra/README.md", "infra/do/DEPLOYMENT_GUIDE.md", "infra/do/DEPLOYMENT_CHECKLIST.md",
    "infra/do/secrets-template.md", "infra/budget-optimization.md",
]  # fmt: skip
LOOKS = {
    "link": lambda document: mentions.links(document, DOCUMENTS),
    "path": mentions.paths,
    "variable": mentions.variables,
    "syntax": mentions.syntax,
    "program": mentions.programs,
}


def named(name: str) -> Document:
    [found] = [document for document in DOCUMENTS if document.name == name]
    return found


def test_the_documents_of_operations_are_there():
    assert {document.name for document in DOCUMENTS} >= {*OPERATIONS, "README.md"}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_what_is_named_exists(document, look):
    assert list(LOOKS[look](document)) == []


def fenced(text: str) -> str:
    return f"```sh\n{text}\n```\n"


@pytest.mark.parametrize(
    ("look", "text", "words"),
    [
        ("link", "[a](../infra/REDME.md)", "link to ../infra/REDME.md"),
        ("link", "[a](README.md#no-such-heading)", "no heading for #no-such-heading"),
        ("link", "# One thing\n\n[a](#another-thing)", "this page has no heading"),
        ("path", "`boot/setings.py`", "no file boot/setings.py"),
        ("path", "`no-such-template.yaml`", "no file no-such-template.yaml"),
        ("path", fenced("envsubst < x; cat infra/do/nothing.yaml"), "no file infra/do/nothing"),
        ("variable", "`ODOO_WORKER`", "no variable ODOO_WORKER"),
        ("variable", fenced("POSTGRES_HOSTS=x docker run insightpulse-odoo"), "POSTGRES_HOSTS"),
        ("variable", "`ODOO_WORKER_FILE`", "no variable ODOO_WORKER_FILE"),
        ("syntax", fenced("if true; do echo"), "syntax error"),
        ("syntax", fenced("echo 'open"), "unexpected EOF"),
        ("program", fenced("make tests"), "make: no task tests"),
        ("program", "`make soak DURATON=60`", "make: no variable DURATON"),
        ("program", fenced("frobnicate --hard"), "frobnicate: neither"),
        ("program", fenced("scripts/validate-manifests.py --fixx"), "no --fixx"),
        ("program", fenced("scripts/validate-manifest.py"), "no such script"),
        ("program", fenced("python -m boot.restor"), "no such module"),
        ("program", fenced("docker run --rm insightpulse-odoo bakup -"), "no verb bakup"),
        ("program", fenced("docker run --env-fil x insightpulse-odoo check"), "--env-fil"),
        ("program", fenced("docker compose run --rm odoo chek"), "no verb chek"),
        ("program", fenced("docker compose exec -T odoo /x/entrypoint.sh bak -"), "no verb bak"),
        ("program", "`entrypoint.sh upgrad`", "no verb upgrad"),
        ("program", fenced("a=1 && x=$(doctl apps rollback ID)"), "doctl apps rollback: unknown"),
        ("program", fenced("doctl apps logs ID odoo --type running"), "no logs of type running"),
    ],
)
def test_what_does_not_exist_is_noticed(look, text, words):
    found = list(LOOKS[look](Document("infra/planted.md", text)))
    assert len(found) == 1
    assert words in found[0]


VERBS = sorted({verb for document in DOCUMENTS for verb in mentions.verbs(document)})


def run_verb(*words: str, folder) -> subprocess.CompletedProcess[str]:
    """With nothing set: whatever the entry point knows refuses to begin, and says why."""
    return subprocess.run(
        [CHECKOUT / "entrypoint.sh", *words],
        env={"PATH": os.environ["PATH"], "BOOT_PYTHON": sys.executable, "RUN_DIR": str(folder),
             "PYTHONPATH": str(CHECKOUT / "addons/insightpulse_platform"),
             "ODOO_BIN": "/bin/false"},
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_each_verb_shown_runs(words, tmp_path):
    ended = run_verb(*words, folder=tmp_path)
    assert ended.returncode == 78, ended.stderr
    assert "POSTGRES_HOST" in ended.stdout + ended.stderr


def test_a_verb_that_is_none_does_not_run(tmp_path):
    assert run_verb("bakup", "-", folder=tmp_path).returncode == 127


def test_the_verbs_that_operation_needs_are_shown():
    shown = {words[0] for words in mentions.verbs(named("infra/do/DEPLOYMENT_GUIDE.md"))}
    assert shown >= {"check", "upgrade", "backup", "restore", "shell", "odoo"}


ROW = re.compile(r"\| `(\d+[MG])` \| ([\d.]+) MiB \| (\d+) MiB \| (\d+) MiB \|")


def test_the_table_of_limits_is_what_the_code_computes():
    rows = ROW.findall(named("infra/do/DEPLOYMENT_GUIDE.md").text)
    assert len(rows) == 3
    for size, budget, hard, soft in rows:
        instance = limits.size(size)
        assert float(budget) == round(limits.budget(instance) / MIB, 1)
        assert int(hard) * MIB == limits.hard(instance)
        assert int(soft) * MIB == limits.soft(instance)


def test_the_limits_of_512_mb_are_stated_as_they_are():
    small = 512 * MIB
    stated = " ".join(named("infra/README.md").text.split())
    numbers = (limits.budget(small) / MIB, limits.hard(small) // MIB, limits.soft(small) // MIB)
    assert "{:.1f}, {} and {} MiB of 512".format(*numbers) in stated


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_size_of_an_instance_is_one_that_the_spec_may_have(name):
    assert set(re.findall(r"apps-[sd]-\w+-[\w.]+gb(?:-fixed)?", named(name).text)) <= SIZES


def test_every_secret_has_its_line_and_none_has_a_value():
    page = named("infra/do/secrets-template.md")
    rows = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", page.text, re.MULTILINE))
    assert rows >= mentions.secrets()
    assert re.findall(r"\b[0-9a-f]{16,}\b", page.text) == []


@pytest.mark.parametrize("spec", ["odoo-saas-platform.yaml", "odoo-saas-platform-ocr.yaml"])
def test_whatever_a_spec_leaves_open_is_said_where_to_get(spec):
    text = (CHECKOUT / "infra/do" / spec).read_text(encoding="utf-8")
    left_open = set(re.findall(r"\$\{(\w+)\}", text)) - {"NAME"}
    mentioned = {span.text for span in named("infra/do/secrets-template.md").spans}
    assert left_open
    assert left_open <= mentioned


def test_whatever_a_workflow_asks_github_for_is_said_where_to_get():
    asked = {
        name
        for path in (CHECKOUT / ".github/workflows").glob("*.yml")
        for name in re.findall(r"\b(?:secrets|vars)\.(\w+)", path.read_text(encoding="utf-8"))
    } - {"GITHUB_TOKEN"}
    page = named("infra/do/secrets-template.md").text
    assert [name for name in sorted(asked) if not re.search(rf"\b{name}\b", page)] == []


def test_the_spec_is_as_the_guide_says():
    guide = named("infra/do/DEPLOYMENT_GUIDE.md").text
    spec = load("odoo-saas-platform-ocr.yaml")
    odoo = spec["services"][0]
    assert f"region: {spec['region']}" in guide
    modules = next(env["value"] for env in odoo["envs"] if env["key"] == "ODOO_INIT_MODULES")
    assert f"`{modules}`" in guide
    check = odoo["health_check"]
    assert check["failure_threshold"] * check["period_seconds"] == 5 * 60
    assert "did not answer 200 within five minutes" in guide


def test_the_budget_adds_up():
    lines = named("infra/budget-optimization.md").text.splitlines()
    rows = [[cell.strip(" *") for cell in line.split("|")[1:-1]] for line in lines]
    end = next(number for number, row in enumerate(rows) if row[:1] == ["together"])
    first = next(number for number, row in enumerate(rows) if "".join(row[:1]).startswith("Odoo"))
    columns = zip(*(row[1:] for row in rows[first:end]))
    sums = [sum(int(cell or 0) for cell in column) for column in columns]
    assert [str(total) for total in sums] == rows[end][1:]
    assert sums[:3] == [5, 10, 15]


# of the pooler and of PostgreSQL
THEIR_WORDS = {"Tenant or user not found", "password authentication failed"}


def test_the_messages_of_the_symptoms_are_ours():
    guide = named("infra/do/DEPLOYMENT_GUIDE.md").text
    section = guide.partition("## 10.")[2].partition("## 11.")[0]
    seen = " ".join(re.findall(r"^\| (.+?) \|", section, re.MULTILINE))
    quoted = re.findall(r"`([^`]+)`", seen) + re.findall(r"\*([^*]+)\*", seen)
    sentences = {part.strip() for text in quoted for part in text.split("…") if " " in part.strip()}
    sources = "".join(
        (CHECKOUT / name).read_text(encoding="utf-8")
        for name in repository.files()
        if name.startswith("boot/") and name.endswith((".py", ".html"))
    )
    sources = re.sub(r'"\s*\n\s*f?"', "", sources)  # one literal over several lines
    assert len(sentences) > 8
    assert [words for words in sorted(sentences - THEIR_WORDS) if words not in sources] == []
