"""For every rule, addons that break it and addons that do not.

``bad`` examples name where the finding must be: a file, and its line or a part of that line.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.manifests.building import ICON, Files, addon, manifest

MANIFEST = "my_module/__manifest__.py"
MODEL = "from odoo import models\n\n\nclass Thing(models.Model):\n    _name = 'my.thing'\n"
ACCESS = "id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n"
RIGHTS = ACCESS + "a,a,model_my_thing,base.group_user,1,0,0,0\n"
RECORDS = "<odoo>\n</odoo>\n"
HOOK = '"set_up"'


@dataclass(frozen=True)
class Bad:
    files: Files
    file: str = MANIFEST
    line: str | int = 1
    says: str = ""


@dataclass(frozen=True)
class Good:
    files: Files


def model(content: str, **files: str) -> Files:
    """An addon with a model, and no more."""
    return addon(files={"__init__.py": "from . import thing\n", "thing.py": content, **files})


def assets(entry: str, **others: str) -> Files:
    """An addon with one asset, a.js, and ``entry`` in a bundle."""
    bundles = f'{{\n        "web.assets_backend": [\n            {entry},\n        ],\n    }}'
    return addon(assets=bundles, files={"static/src/a.js": "", **others})


EXAMPLES: dict[str, list[Bad | Good]] = {
    # reading
    "manifest-unreadable": [
        Bad(addon(files={"__manifest__.py": b"{\n  'name': '\xe9'}"}), line=2, says="UTF-8"),
        Bad(addon(files={"__manifest__.py": "-> __manifest__.py"})),
        Bad(addon(files={"__manifest__.py": "-> nowhere.py"})),
        Bad(addon(files={"__manifest__.py": "{}" + " " * 1_000_001}), says="larger"),
        Good(addon(name='"Größe"')),
    ],
    "manifest-syntax": [
        Bad(addon(files={"__manifest__.py": "{\n  'name': ,\n}"}), line=2),
        Bad(addon(files={"__manifest__.py": "\ufeff{'name': 'A'}"}), says="byte order mark"),
        Bad(addon(files={"__manifest__.py": "MANIFEST = {}"})),
        Bad(addon(files={"__manifest__.py": ""})),
        Bad(addon(files={"__manifest__.py": "{'name':\n 'A\0'}"}), line=2),
        Bad(addon(files={"__manifest__.py": "[" * 100_000})),
        Bad(addon(files={"__manifest__.py": "{'a': " + "-" * 200_000 + "1}"})),
        Bad(addon(files={"__manifest__.py": "{'a': " + "+".join("1" * 50_000) + "}"})),
        Good(addon(files={"__manifest__.py": "# -*- coding: utf-8 -*-\n" + manifest()})),
        Good(addon(files={"__manifest__.py": "  " + manifest()})),
    ],
    "manifest-not-literal": [
        Bad(addon(name='"My" + " Module"'), line='"name"'),
        Bad(addon(depends='["base", *OTHERS]'), line='"depends"'),
        Bad(addon(version='f"19.0.{1}"'), line='"version"'),
        Bad(addon(data='[\n        "a.xml",\n        open("b"),\n    ]'), line="open"),
        Bad(addon(files={"__manifest__.py": "dict(name='A')"})),
        Bad(addon(files={"__manifest__.py": "['name']"}), says="a list"),
        Bad(addon(files={"__manifest__.py": "{\n **{'name': 'A'}}"}), line=2),
        Bad(addon(files={"__manifest__.py": "{['name']: 'A'}"})),
        Good(addon(name='"My " "Module"', price="-1.5")),
    ],
    "manifest-missing": [
        Bad({"my_module/__openerp__.py": "{}"}, "my_module/__openerp__.py"),
        Bad(
            {"my_module/__init__.py": "", "my_module/models/__init__.py": ""},
            "my_module/__init__.py",
        ),
        Good({**addon(), "scripts/run.py": "", "empty/README.md": ""}),
    ],
    "code-unreadable": [
        Bad(model("class A:\n  def\n"), "my_module/thing.py", 2),
        Bad(addon(files={"a.py": b"# \xff"}), "my_module/a.py", 1, "UTF-8"),
        Bad(addon(files={"a.py": "x = 1\n\0"}), "my_module/a.py", 2),
        Bad(addon(files={"a.py": "x = " + "-" * 200_000 + "1"}), "my_module/a.py"),
        Bad(addon(files={"a.py": "-> a.py"}) | {"my_module/b.py": "x ="}, "my_module/b.py"),
        Good(addon(files={"a.py": b"# -*- coding: latin-1 -*-\n# \xff\n"})),
        Good(addon(files={"a.py": "import re\nre.compile('\\d')\n", "tests/t.py": "no python"})),
    ],
    "link-circle": [
        Bad(addon(files={"static/all": "-> ."}), "my_module/static/all"),
        Bad(addon(files={"data/up": "-> .."}), "my_module/data/up"),
        Bad(addon(files={"self": "-> self"}), "my_module/self"),
        Good(addon(files={"static/a/x.js": "", "static/b": "-> a"})),
    ],
    "link-dangling": [
        Bad(addon(files={"static/a.js": "-> /nowhere/a.js"}), "my_module/static/a.js"),
        Good(addon(files={"static/a.js": "", "static/b.js": "-> a.js"})),
    ],
    # the folder
    "folder-name": [
        Bad(addon("my-mod"), "my-mod/__manifest__.py", says="breaks"),
        Bad(addon("my.mod"), "my.mod/__manifest__.py"),
        Bad(addon("my mod", files={"__manifest__.py": "{"}), "my mod/__manifest__.py"),
        Good(addon("my_mod2")),
        Good(addon("2fast")),
    ],
    "folder-name-style": [
        Bad(addon("MyModule"), "MyModule/__manifest__.py"),
        Bad(addon("my__module"), "my__module/__manifest__.py"),
        Bad(addon("2fast"), "2fast/__manifest__.py", says="import"),
        Bad(addon("class"), "class/__manifest__.py"),
        Good(addon("l10n_de_2")),
    ],
    "init-missing": [
        Bad({MANIFEST: manifest(), "my_module/models/thing.py": ""}, says="models/thing.py"),
        Bad({MANIFEST: manifest(post_init_hook=HOOK)}, says="post_init_hook"),
        Good({MANIFEST: manifest(), "my_module/static/src/tool.py": ""}),
        Good(addon(files={"models/thing.py": ""})),
    ],
    "init-recommended": [
        Bad({MANIFEST: manifest(), "my_module/static/description/icon.png": ICON}),
        Good(addon()),
    ],
    # keys
    "duplicate-key": [
        Bad(
            addon(files={"__manifest__.py": "{\n'name': 'A',\n'name': 'B',\n}"}),
            line=3,
            says="line 2",
        ),
        Good(addon()),
    ],
    "unknown-key": [
        Bad(addon(dependss='["base"]'), line='"dependss"', says="did you mean 'depends'"),
        Bad(addon(xyzzy="1"), line='"xyzzy"'),
        Bad(addon(files={"__manifest__.py": "{\n'name': 'A',\n3: 'B'}"}), line=3),
        Good(addon(images="[]", support='"a@example.com"', price="9.5", currency='"EUR"')),
        Good(addon(countries='["de"]', excludes='["web"]', cloc_exclude='["lib/**/*"]')),
    ],
    "obsolete-key": [
        Bad(addon(qweb='["static/a.xml"]'), line='"qweb"', says="assets"),
        Bad(addon(init_xml="[]"), line='"init_xml"'),
        Bad(addon(active="True"), line='"active"'),
        Good(addon(auto_install="True")),
    ],
    "wrong-type": [
        Bad(addon(category='["Tools"]'), line='"category"', says="a string"),
        Bad(addon(version="1.10"), line='"version"'),
        Bad(addon(data='"views/a.xml"'), line='"data"', says="a list"),
        Bad(addon(data='["a.xml", 3]'), line='"data"'),
        Bad(addon(installable="1"), line='"installable"', says="True or False"),
        Bad(addon(application='"True"'), line='"application"'),
        Bad(addon(sequence='"10"'), line='"sequence"'),
        Bad(addon(sequence="True"), line='"sequence"'),
        Bad(addon(auto_install='"base"'), line='"auto_install"'),
        Bad(addon(assets='["a.js"]'), line='"assets"', says="a dict"),
        Bad(
            addon(assets='{\n "web.assets_backend": "my_module/static/a.js"}'),
            line="assets_backend",
        ),
        Bad(addon(assets='{\n "web.assets_backend": {"a.js", "b.js"}}'), line="assets_backend"),
        Bad(addon(external_dependencies='["requests"]'), line='"external_dependencies"'),
        Bad(addon(external_dependencies='{\n "python": "requests"}'), line='"python"'),
        Bad(addon(external_dependencies='{\n "pyton": ["requests"]}'), line='"pyton"'),
        Bad(addon(website="None"), line='"website"'),
        Bad(addon(post_init_hook="[]"), line='"post_init_hook"'),
        Bad(addon(contributors='"A, B"'), line='"contributors"'),
        Good(addon(data="()", demo="[]", depends='("base",)', auto_install='["base"]')),
        Good(addon(assets='{"web.assets_backend": ("my_module/static/a.js",)}')),
        Good(addon(external_dependencies='{"python": [], "bin": ["git"], "apt": {"a": "b"}}')),
    ],
    "depends-not-list": [
        Bad(addon(depends='"base"'), line='"depends"', says="b, a, s, e"),
        Bad(addon(depends='{"base": 1}'), line='"depends"'),
        Bad(addon(depends='["base", 1]'), line='"depends"'),
        Good(addon(depends='("base",)')),
        Good(addon(depends='{"base"}')),
    ],
    # version
    "version-unparsable": [
        Bad(addon(version='"1.0.0.0.0.0"'), line='"version"', says="6 parts"),
        Bad(addon(version='"1"'), line='"version"'),
        Bad(addon(version='"19.0.1.0.x"'), line='"version"', says="'x'"),
        Bad(addon(version='""'), line='"version"'),
        Bad(addon(version='"v1.0"'), line='"version"'),
        Good(addon(version='"1.2"')),
        Good(addon(version='"19.0.1.0.x"', installable="False")),
    ],
    "version-of-other-series": [
        Bad(addon(version='"18.0.1.0.0"'), line='"version"', says="uninstallable"),
        Bad(addon(version='"1.0.0.0"'), line='"version"'),
        Bad(addon(version='"19.0"'), line='"version"'),
        Bad(addon(version='"190.0.1.0.0"'), line='"version"'),
        Good(addon(version='"1.2.3"')),
        Good(addon(version='"19.0.1"')),
        Good(addon(version='"18.0.1.0.0"', installable="False")),
    ],
    "version-style": [
        Bad(addon(version='"1.2.3"'), line='"version"', says="'1.2.3'"),
        Bad(addon(version='"1.0"'), line='"version"'),
        Bad(addon(version='"19.0.1.0"'), line='"version"'),
        Bad(addon(version='"19.0.1"'), line='"version"'),
        Good(addon(version='"19.0.10.0.1"')),
        Good(addon(version='"18.0.1.0.0"')),  # another rule's
    ],
    # dependencies
    "dependency-missing": [
        Bad(addon(depends='[\n "base",\n "slae"]'), line="slae", says="did you mean 'sale'"),
        Bad(addon(depends='["base" "sale"]'), line='"depends"', says="comma"),
        Good(addon(depends='["sale", "account_accountant", "beside"]') | addon("beside")),
        Good(
            addon(depends='["queue_job"]') | {"requirements.txt": "odoo-addon-queue-job==19.0.1\n"}
        ),
    ],
    "dependency-uninstallable": [
        Bad(addon(depends='["off"]') | addon("off", installable="False"), line='"depends"'),
        Bad(addon(depends='["old"]') | addon("old", version='"18.0.1.0.0"'), line='"depends"'),
        Bad(addon(depends='["bad"]') | {"bad/__manifest__.py": "{"}, line='"depends"'),
        Good(addon(depends='["on"]') | addon("on", version=None)),
        Good(addon(depends='["off"]', installable="False") | addon("off", installable="False")),
    ],
    "dependency-cycle": [
        Bad(
            addon(depends='["b"]')
            | addon("b", depends='["c"]')
            | addon("c", depends='["my_module"]'),
            line='"depends"',
            says="my_module → b → c → my_module",
        ),
        Bad(addon(depends='["my_module"]'), line='"depends"', says="my_module → my_module"),
        Good(
            addon(depends='["b", "c"]')
            | addon("b", depends='["d"]')
            | addon("c", depends='["d"]')
            | addon("d")
        ),
    ],
    "dependency-twice": [
        Bad(addon(depends='["base",\n "web",\n "base"]'), line=13),
        Good(addon(depends='["base", "web"]')),
    ],
    "auto-install-not-dependency": [
        Bad(addon(auto_install='["sale"]'), line='"auto_install"', says="'sale'"),
        Good(addon(auto_install='["base"]')),
        Good(addon(depends=None, auto_install='["base"]')),
        Good(addon(auto_install="True")),
    ],
    "auto-install-empty": [
        Bad(addon(auto_install="[]"), line='"auto_install"'),
        Good(addon(auto_install="False")),
    ],
    "duplicate-module": [
        Bad(addon("sale"), "sale/__manifest__.py", says="Odoo's own"),
        Good(addon()),
        Good(addon("web") | addon("sale", depends='["web"]')),  # core's own folder
    ],
    # data
    "data-file-missing": [
        Bad(addon(data='[\n "views/a.xml"]'), line="a.xml"),
        Bad(addon(demo='["demo/a.xml"]'), line='"demo"', says="demo lists"),
        Bad(
            addon(data='["views/thigns.xml"]', files={"views/things.xml": RECORDS}),
            line='"data"',
            says="did you mean 'views/things.xml'",
        ),
        Bad(
            addon(data='["a.xml"\n "b.xml"]', files={"a.xml": RECORDS, "b.xml": RECORDS}),
            line='"data"',
            says="comma",
        ),
        Bad(addon(data='["views"]', files={"views/a.xml": RECORDS}), line='"data"'),
        Bad(addon(data='["/etc/hostname"]'), line='"data"'),
        Bad(addon(data='["../../../../../../etc/hostname", "\\0", ""]'), line='"data"'),
        Bad(addon(data='["my_module/views/a.xml"]', files={"views/a.xml": ""}), line='"data"'),
        Good(addon(data='["views/a.xml", "./b.sql"]', files={"views/a.xml": "", "b.sql": ""})),
        Good(addon(data='["../other/a.xml"]') | addon("other", files={"a.xml": ""})),
    ],
    "data-file-type": [
        Bad(addon(data='["data/a.yml"]', files={"data/a.yml": ""}), line='"data"'),
        Good(addon(data='["a.XML", "b.js"]', files={"a.XML": "", "b.js": ""})),
    ],
    "data-file-twice": [
        Bad(addon(data='["a.xml",\n "a.xml"]', files={"a.xml": ""}), line=13),
        Good(addon(data='["a.xml"]', demo='["a.xml"]', files={"a.xml": ""})),
    ],
    "data-file-unlisted": [
        Bad(addon(files={"views/a.xml": RECORDS}), "my_module/views/a.xml"),
        Bad(
            addon(files={"data/a.xml": "<?xml version='1.0'?>\n<odoo noupdate='1'/>"}),
            "my_module/data/a.xml",
        ),
        Bad(
            addon(files={"security/ir.model.access.csv": ACCESS}),
            "my_module/security/ir.model.access.csv",
        ),
        Good(addon(data='["./views/a.xml"]', files={"views/a.xml": RECORDS})),
        Good(addon(data='[  # "views/a.xml"\n    ]', files={"views/a.xml": RECORDS})),
        Good(addon(files={"static/src/a.xml": "<templates/>", "tests/a.xml": RECORDS})),
        Good(
            addon(files={"data/template/account.tax-de.csv": "id\n", "data/rates.xml": "<rates/>"})
        ),
        Good(addon(files={"data/a.xml": RECORDS, "__init__.py": "FILE = 'data/a.xml'\n"})),
    ],
    # assets
    "asset-directive": [
        Bad(assets("('apend', 'my_module/static/src/a.js')"), line="apend", says="no directive"),
        Bad(assets("('after', 'my_module/static/src/a.js')"), line="after", says="target"),
        Bad(assets("('remove', 'a', 'b')"), line="remove"),
        Bad(assets("3"), line="            3"),
        Bad(assets("()"), line="()"),
        Bad(assets('""'), line='""', says="empty"),
        Bad(assets("('remove', '/')"), line="remove", says="empty"),
        Good(assets("('after', 'web/static/b.js', 'my_module/static/src/a.js')")),
        Good(assets("['include', 'web._assets_helpers']")),
    ],
    "asset-module": [
        Bad(assets("'static/src/a.js'"), line="'static", says="did you mean 'my_module/static"),
        Bad(
            assets("'/my_modul/static/src/*.js'"), line="my_modul/", says="did you mean 'my_module'"
        ),
        Bad(assets("('replace', 'wbe/static/b.js', 'my_module/static/src/a.js')"), line="wbe"),
        Good(assets("'/my_module/static/src/a.js'")),
        Good(assets("'https://example.com/a.js'")),
        Good(assets("'/_custom/web.assets_backend/a.js'")),
    ],
    "asset-of-non-dependency": [
        Bad(
            assets("'other/static/b.js'")
            | addon("other", files={"static/b.js": ""})
            | addon("base"),
            line="other/static",
        ),
        Good(assets("'web/static/src/core/**/*.js'") | addon("base")),
        Good(assets("'sale/static/src/**/*'")),  # who knows what base depends on
    ],
    "asset-outside-static": [
        Bad(assets("'my_module/src/a.js'"), line="src/a.js"),
        Bad(assets("'my_module/static/../__init__.js'"), line="__init__"),
        Good(assets("'my_module/static/src/a.js'")),
    ],
    "asset-missing": [
        Bad(assets("'my_module/static/src/b.js'"), line="b.js", says="does not exist"),
        Bad(assets("'my_module/static/src/**/*.scss'"), line="scss", says="matches no file"),
        Bad(assets("('remove', 'my_module/static/src/b.js')"), line="b.js"),
        Bad(
            assets("('before', 'my_module/static/src/b.js', 'my_module/static/src/a.js')"),
            line="b.js",
        ),
        Bad(
            assets("'my_module/static/src/a.js'", **{"static/src/a.js": "-> gone.js"}), line="a.js"
        ),
        Good(assets("'my_module/static/**/*'")),
        Good(assets("'my_module/static/src/[ab].js'")),
        Good(assets("'//cdn.example.com/a.js'")),
        Good(assets("'web/static/src/none.js'")),  # not at hand
        Good(
            assets(
                "'my_module/static/company.scss'",
                **{"__init__.py": "URL = '/my_module/static/company.scss'\n"},
            )
        ),
    ],
    "asset-type": [
        Bad(assets("'my_module/static/b.ts'", **{"static/b.ts": ""}), line="b.ts"),
        Bad(assets("'my_module/static/img/*'", **{"static/img/a.png": ""}), line="img"),
        Good(assets("'my_module/static/**/*'")),  # with an icon among them
    ],
    "asset-bundle-unknown": [
        Bad(assets("('include', 'my_module._asets')"), line="_asets"),
        Bad(assets("('include', 'nowhere.assets')"), line="nowhere"),
        Good(assets("('include', 'web.assets_backend')")),
        Good(assets("('include', 'sale.anything')")),
    ],
    "asset-external": [
        Bad(assets("'https://cdn.example.com/a.js'"), line="cdn"),
        Bad(assets("'//cdn.example.com/a.js'"), line="cdn"),
        Good(assets("'my_module/static/src/a.js'")),
        Good(assets("'/web/content/12'")),
    ],
    # code
    "model-without-access": [
        Bad(model(MODEL), "my_module/thing.py", "class Thing", "my.thing"),
        Bad(model(MODEL.replace("Model", "TransientModel")), "my_module/thing.py", "class"),
        Bad(model(MODEL + "    _auto = False\n"), "my_module/thing.py", "class"),
        Bad(model(MODEL + "    _inherit = ['mail.thread']\n"), "my_module/thing.py", "class"),
        Bad(
            model(MODEL, **{"security/ir.model.access.csv": RIGHTS}), "my_module/thing.py", "class"
        ),
        Good(
            addon(
                data='["security/ir.model.access.csv"]',
                files={"thing.py": MODEL, "security/ir.model.access.csv": RIGHTS},
            )
        ),
        Good(
            addon(
                data='["rights.xml"]',
                files={
                    "thing.py": MODEL,
                    "rights.xml": (
                        "<odoo><record id='a' model='ir.model.access'>\n"
                        "<field name='model_id' ref='my_module.model_my_thing'/></record></odoo>"
                    ),
                },
            )
        ),
        Good(
            model(MODEL)
            | addon(
                "rights",
                depends='["my_module"]',
                data='["ir.model.access.csv"]',
                files={"ir.model.access.csv": RIGHTS.replace("model_my", "my_module.model_my")},
            )
        ),
        Good(
            addon(
                data='["rights.xml"]',
                files={
                    "thing.py": MODEL,
                    "rights.xml": "<odoo><record id='a' model='ir.model.access'>\n"
                    "<field name='model_id' search=\"[('model', '=', 'my.thing')]\"/>"
                    "</record></odoo>",
                },
            )
        ),
        Good(model(MODEL.replace("models.Model", "models.AbstractModel"))),
        Good(model(MODEL + "    _abstract = True\n")),
        Good(model(MODEL.replace("_name", "_inherit"))),
        Good(model(MODEL + "    _inherit = ['my.thing', 'mail.thread']\n")),
        Good(model(MODEL + "    _inherit = 'my.thing'\n")),
        Good(addon(files={"tests/thing.py": MODEL})),
        Good(model(MODEL.replace("(models.Model)", ""))),
    ],
    "hook-missing": [
        Bad(addon(post_init_hook=HOOK), line='"post_init_hook"', says="'set_up'"),
        Bad(
            addon(
                post_load=HOOK, files={"__init__.py": "from .hooks import set_up\n", "hooks.py": ""}
            ),
            line='"post_load"',
        ),
        Bad(
            addon(
                uninstall_hook=HOOK,
                files={"__init__.py": "from . import hooks\n", "hooks.py": "def set_up(env): ..."},
            ),
            line='"uninstall_hook"',
        ),
        Bad(
            addon(
                pre_init_hook='"hooks.set_up"',
                files={"__init__.py": "from . import hooks\n", "hooks.py": "def set_up(env): ..."},
            ),
            line='"pre_init_hook"',
        ),
        Good(addon(post_init_hook=HOOK, files={"__init__.py": "def set_up(env): ..."})),
        Good(addon(post_init_hook=HOOK, files={"__init__.py": "set_up = lambda env: None"})),
        Good(
            addon(
                post_init_hook=HOOK,
                files={
                    "__init__.py": "from .hooks import go as set_up",
                    "hooks.py": "def go(env): ...",
                },
            )
        ),
        Good(
            addon(
                post_init_hook=HOOK,
                files={
                    "__init__.py": "from . import models\nfrom .models.hooks import *",
                    "models/__init__.py": "",
                    "models/hooks.py": "def set_up(env): ...",
                },
            )
        ),
        Good(
            addon(
                post_init_hook=HOOK,
                files={
                    "__init__.py": "from .a import set_up",
                    "a/__init__.py": "from ..b import set_up",
                    "b.py": "if True:\n    def set_up(env): ...",
                },
            )
        ),
        Good(
            addon(
                post_init_hook=HOOK,
                files={
                    "__init__.py": "from odoo.addons.my_module.hooks import set_up",
                    "hooks.py": "try:\n    def set_up(env): ...\nexcept E:\n    pass",
                },
            )
        ),
        Good(
            addon(post_init_hook=HOOK, files={"__init__.py": "from odoo.addons.sale import set_up"})
        ),
    ],
    "hook-signature": [
        Bad(
            addon(post_init_hook=HOOK, files={"__init__.py": "\ndef set_up(cr, registry): ..."}),
            "my_module/__init__.py",
            2,
            "`env` alone",
        ),
        Bad(
            addon(
                post_load=HOOK,
                files={
                    "__init__.py": "from .hooks import set_up",
                    "hooks.py": "def set_up(env): ...",
                },
            ),
            "my_module/hooks.py",
            1,
            "nothing",
        ),
        Bad(
            addon(uninstall_hook=HOOK, files={"__init__.py": "def set_up(): ..."}),
            "my_module/__init__.py",
        ),
        Good(
            addon(post_init_hook=HOOK, files={"__init__.py": "def set_up(env, again=False): ..."})
        ),
        Good(addon(post_init_hook=HOOK, files={"__init__.py": "def set_up(*args): ..."})),
        Good(addon(post_load=HOOK, files={"__init__.py": "def set_up(): ..."})),
    ],
    "import-undeclared": [
        Bad(addon(files={"__init__.py": "import os\nimport boto3\n"}), "my_module/__init__.py", 2),
        Bad(
            addon(files={"__init__.py": "from . import a", "a.py": "from boto3.x import y"}),
            "my_module/a.py",
        ),
        Bad(addon(files={"__init__.py": "import os, boto3"}), "my_module/__init__.py"),
        Bad(
            addon(files={"__init__.py": "def f():\n    import boto3\n"}), "my_module/__init__.py", 2
        ),
        Good(
            addon(
                external_dependencies='{"python": ["boto3>=1"]}',
                files={"__init__.py": "import boto3"},
            )
            | {"requirements.txt": "boto3==1\n"}
        ),
        Good(
            addon(
                files={"__init__.py": "import requests, PIL\nfrom odoo import api\nimport stdnum"}
            )
        ),
        Good(addon(files={"__init__.py": "try:\n    import boto3\nexcept ImportError:\n    pass"})),
        Good(
            addon(
                files={
                    "__init__.py": "from typing import TYPE_CHECKING\n"
                    "if TYPE_CHECKING:\n    import boto3"
                }
            )
        ),
        Good(addon(files={"tests/a.py": "import boto3", "tool.py": "import boto3"})),
        Good(addon(files={"__init__.py": '"""\nfrom the beginning\nimport boto3\n"""'})),
        Good(
            addon(depends='["cloud"]', files={"__init__.py": "import boto3"})
            | addon("cloud", external_dependencies='{"python": ["boto3"]}')
            | {"requirements.txt": "boto3==1\n"}
        ),
    ],
    "external-dependency-invalid": [
        Bad(addon(external_dependencies='{"python": ["a b"]}'), line='"external_dependencies"'),
        Good(addon(external_dependencies='{"python": ["lxml[html]>=5; python_version>\'3\'"]}')),
    ],
    "external-dependency-name": [
        Bad(
            addon(external_dependencies='{\n "python": [\n "ldap"]}'),
            line='"ldap"',
            says="'python-ldap'",
        ),
        Bad(
            addon(external_dependencies='{"python": ["dateutil"]}'), line='"external_dependencies"'
        ),
        Good(addon(external_dependencies='{"python": ["python-ldap", "requests", "psycopg2"]}')),
    ],
    "external-dependency-not-required": [
        Bad(addon(external_dependencies='{"python": ["boto3"]}'), line='"external_dependencies"'),
        Bad(
            addon(external_dependencies='{"python": ["boto3"]}')
            | {"requirements.txt": "other==1\n"},
            line='"external_dependencies"',
        ),
        Good(
            addon(external_dependencies='{"python": ["Boto_3>1"]}')
            | {"requirements.txt": "# all\nboto-3==1 \\\n    --hash=sha256:00\n"}
        ),
        Good(addon(external_dependencies='{"python": ["python-stdnum"], "bin": ["git"]}')),
    ],
    # migrations
    "migration-folder": [
        Bad(addon(files={"migrations/v2/pre-a.py": ""}), "my_module/migrations/v2/pre-a.py"),
        Bad(
            addon(files={"upgrades/1.0.0.0.0.0/pre-a.py": ""}),
            "my_module/upgrades/1.0.0.0.0.0/pre-a.py",
        ),
        Good(
            addon(
                files={
                    f"migrations/{v}/README.md": ""
                    for v in ("0.0.0", "19.0.1.0.0", "1.0", "9.0.1.0", "tests", "saas~18.1.1.0")
                }
            )
        ),
    ],
    "migration-newer": [
        Bad(addon(files={"migrations/19.0.1.1.0/pre-a.py": ""}), line='"version"', says="1.1.0"),
        Bad(addon(files={"migrations/1.1/pre-a.py": ""}), line='"version"'),
        Bad(addon(files={"upgrades/20.0.1.0.0/pre-a.py": ""}), line='"version"'),
        Good(
            addon(
                files={
                    f"migrations/{v}/README.md": ""
                    for v in ("0.0.0", "19.0.1.0.0", "18.0.9.0.0", "1.0", "0.9.9")
                }
            )
        ),
        Good(addon(version='"1.10"', files={"migrations/1.9/README.md": ""})),
    ],
    "migration-script-name": [
        Bad(
            addon(files={"migrations/1.0/pre_migrate.py": ""}),
            "my_module/migrations/1.0/pre_migrate.py",
        ),
        Good(addon(files={"migrations/1.0/pre-migrate.py": "", "migrations/1.0/helpers.py": ""})),
    ],
    "migration-function": [
        Bad(
            addon(files={"migrations/1.0/pre-a.py": "def upgrade(cr, version): ..."}),
            "my_module/migrations/1.0/pre-a.py",
        ),
        Bad(
            addon(files={"migrations/1.0/end-a.py": "\ndef migrate(env, version): ..."}),
            "my_module/migrations/1.0/end-a.py",
            2,
        ),
        Bad(addon(files={"migrations/1.0/post-a.py": "def"}), "my_module/migrations/1.0/post-a.py"),
        Good(
            addon(
                files={
                    "migrations/1.0/pre-a.py": "def migrate(cr, version): ...",
                    "migrations/1.0/post-a.py": "def migrate(_cr, _version): ...",
                    "migrations/1.0/end-a.py": "from x import migrate",
                    "migrations/1.0/end-b.py": "@use\ndef migrate(env, version): ...",
                    "migrations/1.0/pre-b.txt": "",
                }
            )
        ),
    ],
    # licences
    "license-unknown": [
        Bad(addon(license='"LGPL-3.0"'), line='"license"', says="did you mean 'LGPL-3'"),
        Bad(addon(license='"MIT"'), line='"license"'),
        Good(addon(license='"Other OSI approved licence"')),
    ],
    "license-not-allowed": [
        Bad(addon(license='"OPL-1"'), line='"license"'),
        Good(addon(license='"AGPL-3"')),
    ],
    "license-incompatible": [
        Bad(
            addon(depends='["base",\n "agpl"]') | addon("agpl", license='"AGPL-3"'),
            line='"agpl"',
            says="LGPL-3 must not depend on AGPL-3: agpl",
        ),
        Bad(
            addon(depends='["middle"]')
            | addon("middle", depends='["agpl"]', license='"AGPL-3"')
            | addon("agpl", license='"AGPL-3"'),
            line='"depends"',
        ),
        Bad(
            addon(depends='["middle"]', license='"OPL-1"')
            | addon("middle", depends='["agpl"]')
            | addon("agpl", license='"AGPL-3"'),
            line='"depends"',
            says="middle → agpl",
        ),
        Bad(addon(depends='["account_accountant"]'), line='"depends"', says="OEEL-1"),
        Good(
            addon(license='"AGPL-3"', depends='["agpl", "sale"]')
            | addon("agpl", license='"AGPL-3"')
        ),
        Good(addon(license='"GPL-3"', depends='["lgpl"]') | addon("lgpl")),
    ],
    # what we ask for
    "required-key": [
        *(
            Bad(addon(**{key: None}), says=repr(key))
            for key in (
                "name",
                "version",
                "category",
                "summary",
                "author",
                "license",
                "website",
                "depends",
            )
        ),
        Bad(addon(summary='""'), line='"summary"', says="empty"),
        Good(addon()),
    ],
    "recommended-key": [
        Bad(addon(development_status=None), says="'development_status'"),
        Bad(addon(maintainers=None), says="'maintainers'"),
        Good(addon()),
    ],
    "development-status": [
        Bad(addon(development_status='"Stable"'), line='"development_status"'),
        Good(addon(development_status='"Production/Stable"')),
    ],
    "readme-missing": [
        Bad(addon(application="True"), line='"application"'),
        Good(addon(application="True", files={"README.rst": ""})),
        Good(addon(application="True", files={"readme/DESCRIPTION.md": ""})),
        Good(addon(application="False")),
    ],
    "description-page-missing": [
        Bad(addon(application="True"), line='"application"'),
        Good(addon(application="True", files={"static/description/index.html": ""})),
        Good(addon()),
    ],
    "icon-not-found": [
        Bad(addon(icon='"/my_module/static/icon.png"'), line='"icon"'),
        Bad(addon(icon='"static/description/icon.png"'), line='"icon"'),
        Good(addon(icon='"/my_module/static/description/icon.png"')),
        Good(addon(icon='"/account/static/description/l10n.png"')),
    ],
    "icon-missing": [
        Bad({MANIFEST: manifest(), "my_module/__init__.py": ""}),
        Good(addon()),
    ],
    "disable-unknown": [
        Bad(
            addon(
                files={
                    "__manifest__.py": manifest().replace(
                        '"base"],', '"base"],  # validate-manifests: disable=dependency-mising'
                    )
                }
            ),
            line="mising",
            says="did you mean 'dependency-missing'",
        ),
        Good(
            addon(
                files={
                    "__manifest__.py": "# validate-manifests: disable-module=icon-missing\n"
                    + manifest()
                }
            )
        ),
    ],
}
