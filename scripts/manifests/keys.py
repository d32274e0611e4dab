"""The keys of a manifest in Odoo 19, and what they hold.

odoo/modules/module.py, ``_DEFAULT_MANIFEST`` and its readers; the Apps store's; the OCA's.
"""

from __future__ import annotations

Types = tuple[type, ...]

TEXT: Types = (str,)
FLAG: Types = (bool,)
MANY: Types = (list, tuple, set)

TYPES: dict[str, Types] = {
    "application": FLAG, "assets": (dict,), "author": TEXT, "auto_install": (bool, *MANY),
    "bootstrap": FLAG, "category": TEXT, "cloc_exclude": MANY, "configurator_snippets": (dict,),
    "configurator_snippets_addons": (dict,), "contributors": MANY, "countries": MANY,
    "data": MANY, "demo": MANY, "depends": MANY, "description": TEXT, "development_status": TEXT,
    "excludes": MANY, "external_dependencies": (dict,), "icon": TEXT, "images": MANY,
    "images_preview_theme": (dict,), "installable": FLAG, "license": TEXT, "live_test_url": TEXT,
    "maintainer": TEXT, "maintainers": MANY, "name": TEXT, "new_page_templates": (dict,),
    "post_init_hook": TEXT, "post_load": TEXT, "pre_init_hook": TEXT, "sequence": (int,),
    "snippet_lists": (dict,), "summary": TEXT, "theme_customizations": (dict,),
    "uninstall_hook": TEXT, "url": TEXT, "version": TEXT, "website": TEXT,
    # the Apps store's
    "currency": TEXT, "price": (int, float), "support": TEXT,
}  # fmt: skip

# lists whose items Odoo takes for strings
OF_STRINGS = (
    "auto_install", "cloc_exclude", "contributors", "countries", "data", "demo", "depends",
    "excludes", "images", "maintainers",
)  # fmt: skip

# what earlier series read, and what became of it
OBSOLETE = {
    "active": "Odoo 19 reads `auto_install` instead",
    "css": "list the files in `assets`",
    "demo_xml": "Odoo 19 does not load it: list the files in `demo`",
    "img": "Odoo 19 does not read it",
    "init_xml": "it is deprecated: list the files in `data`",
    "js": "list the files in `assets`",
    "qweb": "Odoo 19 does not load it: list the files in `assets`",
    "test": "Odoo 19 does not run it: write tests in Python",
    "update_xml": "Odoo 19 does not load it: list the files in `data`",
    "web": "Odoo 19 does not read it",
}

REQUIRED = ("name", "version", "category", "summary", "author", "license", "website", "depends")
RECOMMENDED = {
    "development_status": "how far the addon can be trusted",
    "maintainers": "whom to ask",
}
DEVELOPMENT_STATUSES = ("Alpha", "Beta", "Production/Stable", "Mature")
HOOKS = ("pre_init_hook", "post_init_hook", "uninstall_hook", "post_load")
