"""One defect of each kind, and the words by which the gate has to name it.

A defect is a file that is new, or a change to one that is there. What would stop this very file at
the gate is put together from parts.
"""

from __future__ import annotations

from dataclasses import dataclass

ADDON = "addons/insightpulse_ocr"
MANIFEST = f"{ADDON}/__manifest__.py"
MODEL = f"{ADDON}/models/planted.py"
PLANTED_ADDON = "addons/insightpulse_planted"
DEPLOY = ".github/workflows/digitalocean-deploy.yml"
SPEC = "infra/do/odoo-saas-platform.yaml"
CHECKOUT_ACTION = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683  # v4.2.2"


@dataclass(frozen=True)
class Defect:
    """``hook`` has to fail and to say ``says``; ``replaces`` is the text that ``text`` takes the
    place of, once; without it ``text`` is the whole file."""

    kind: str
    hook: str
    path: str
    text: str
    says: str
    replaces: str = ""
    beside: tuple[tuple[str, str], ...] = ()  # files that the defect needs, and are none


def manifest(name: str, licence: str, depends: str) -> str:
    return (
        f'{{\n    "name": "InsightPulse {name}",\n    "version": "19.0.1.0.0",\n'
        '    "summary": "Planted",\n    "category": "Tools",\n    "author": "InsightPulse",\n'
        '    "website": "https://example.com",\n'
        f'    "license": "{licence}",\n    "depends": ["{depends}"],\n}}\n'
    )


DEFECTS = [
    # --- manifests ---
    Defect("a mistyped key", "manifests", MANIFEST, '"instalable": True,\n    "depends"',
           "did you mean 'installable'", replaces='"depends"'),
    Defect("a data file that no manifest lists", "manifests", f"{ADDON}/views/planted.xml",
           "<odoo />\n", "views/planted.xml"),
    Defect("a data file that is not there", "manifests", MANIFEST,
           '"data": [\n        "views/away.xml",', "views/away.xml", replaces='"data": ['),
    Defect("an LGPL addon that depends on an AGPL one", "manifests",
           f"{PLANTED_ADDON}/__manifest__.py", manifest("Planted", "LGPL-3", "planted_agpl"),
           "AGPL-3",
           beside=((f"{PLANTED_ADDON}/__init__.py", ""), ("addons/planted_agpl/__init__.py", ""),
                   ("addons/planted_agpl/__manifest__.py", manifest("Other", "AGPL-3", "base")))),
    Defect("a model without access rights", "manifests", MODEL,
           'from odoo import models\n\n\nclass Planted(models.Model):\n    _name = "planted"\n'
           '    _description = "Planted"\n', "no access rights"),
    Defect("an addon's README that is not current", "addon-readmes",
           f"{ADDON}/readme/USAGE.md", "Planted.\n", "README.md: written anew"),
    # --- secrets ---
    Defect("a secret in code", "detect-secrets", "boot/planted.py",
           'TOKEN = "' + "ghp_" + "Token4" * 6 + '"\n', "GitHub Token"),
    Defect("a password in a configuration", "detect-secrets", "infra/planted.yaml",
           "database_" + "password: correct-horse-battery\n", "Secret Keyword"),
    Defect("a private key", "detect-private-key", "infra/planted.pem",
           "-----BEGIN RSA " + "PRIVATE KEY-----\n", "Private key found"),
    # --- workflows and deployment ---
    Defect("an action that is not pinned", "zizmor", DEPLOY, "actions/checkout@v4",
           "unpinned-uses", replaces=CHECKOUT_ACTION),
    Defect("a workflow that puts a title into its shell", "zizmor", DEPLOY,
           'run: echo "${{ github.event.head_commit.message }}" && make lint',
           "template-injection", replaces="run: make lint"),
    Defect("a stranger's code beside our secrets", "zizmor", ".github/workflows/ci.yml",
           "pull_request_target:", "dangerous-triggers", replaces="pull_request:"),
    Defect("a workflow with an unknown key", "workflow-schema", DEPLOY, "runs-onn: ubuntu",
           "runs-onn", replaces="runs-on: ubuntu"),
    Defect("an unknown update ecosystem", "dependabot-schema", ".github/dependabot.yml",
           "package-ecosystem: pips", "pips", replaces="package-ecosystem: pip"),
    Defect("an unknown key in docker-compose.yml", "compose-schema", "docker-compose.yml",
           "servicess:", "servicess", replaces="services:"),
    Defect("a spec with a machine that does not exist", "settings", SPEC, "apps-s-9vcpu-9gb",
           "apps-s-9vcpu-9gb", replaces="apps-s-1vcpu-0.5gb"),
    Defect("a secret in the scope of the build", "settings", SPEC,
           '"${POSTGRES_PASSWORD}", scope: BUILD_TIME', "POSTGRES_PASSWORD",
           replaces='"${POSTGRES_PASSWORD}", scope: RUN_TIME'),
    Defect("a variable in a spec that no setting knows", "settings", SPEC, "key: POSTGRES_DBB",
           "POSTGRES_DBB", replaces="key: POSTGRES_DB"),
    Defect("a variable that is not documented", "settings", ".env.example", "ODOO_WORKERZ=",
           "ODOO_WORKERZ", replaces="ODOO_WORKERS="),
    # --- the shape of each format ---
    Defect("a YAML key twice", "yamllint", "infra/planted.yaml", "a: 1\na: 2\n", "duplication"),
    Defect("JSON that is none", "check-json", "infra/planted.json", "{,}\n", "Failed to json"),
    Defect("TOML that is none", "check-toml", "infra/planted.toml", "a = \n", "planted.toml"),
    Defect("XML that is none", "check-xml", f"{ADDON}/views/planted.xml", "<odoo>\n",
           "Failed to xml parse"),
    # --- Python ---
    Defect("an unused import", "ruff-check", "boot/planted.py", "import os\n", "F401"),
    Defect("a shell that is given a variable", "ruff-check", "boot/planted.py",
           "import subprocess\n\n\ndef run(x: str) -> None:\n"
           '    subprocess.run(f"ls {x}", shell=True)\n', "S602"),
    Defect("a layout of one's own", "ruff-format", "boot/planted.py", "A = {  'a':1 }\n",
           "1 file reformatted"),
    Defect("a wrong type", "mypy", "boot/planted.py", 'COUNT: int = "one"\n',
           "Incompatible types in assignment"),
    Defect("SQL that is put together", "pylint-odoo", MODEL,
           "from odoo import models\n\n\nclass Users(models.Model):\n"
           '    _inherit = "res.users"\n\n    def find(self, name):\n'
           '        self.env.cr.execute("SELECT id FROM res_users WHERE login = %s" % name)\n',
           "sql-injection"),
    Defect("a commit in the middle of a transaction", "pylint-odoo", MODEL,
           "def save(self):\n    self.env.cr.commit()\n", "invalid-commit"),
    # --- the rest of an addon ---
    Defect("an XML id twice", "oca-checks-odoo-module", f"{ADDON}/views/ocr_document_views.xml",
           '<odoo>\n<record id="twice" model="ir.ui.view"/>\n'
           '<record id="twice" model="ir.ui.view"/>', "xml-duplicate-record-id", replaces="<odoo>"),
    Defect("a translation that loses its placeholder", "oca-checks-po", f"{ADDON}/i18n/de.po",
           '#. odoo-python\n#: code:addons/insightpulse_ocr/models/x.py:0\n#, python-format\n'
           'msgid "%s pages"\nmsgstr "Seiten"\n', "po-python-parse-printf"),
    Defect("a variable that is not used", "eslint", f"{ADDON}/static/src/planted.js",
           "const planted = 1;\n", "no-unused-vars"),
    Defect("JavaScript in a layout of one's own", "prettier", f"{ADDON}/static/src/planted.js",
           "export const a   = 'b'\n", "files were modified by this hook"),
    # --- what is executed elsewhere ---
    Defect("a shell bug", "shellcheck", "infra/planted.sh",
           '#!/bin/sh\nfolder=$1\nrm -rf "$folder/"*\nrm $folder\n', "SC2086"),
    Defect("an image without a version", "hadolint", "ocr/Dockerfile", "FROM python:latest\n",
           "DL3007"),
    # --- any file ---
    Defect("a large file", "check-added-large-files", "docs/planted.txt", "x" * 1_100_000,
           "planted.txt (1075 KB) exceeds"),
    Defect("marks of a merge", "check-merge-conflict", "docs/planted.md",
           "<<<<<<" + "< HEAD\na\n", "Merge conflict string"),
    Defect("a script that cannot be executed", "check-shebang-scripts-are-executable",
           "scripts/planted", "#!/bin/sh\n", "not marked executable"),
]  # fmt: skip
