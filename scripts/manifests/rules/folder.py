"""The addon's folder: its name, and that Python can import it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.keys import HOOKS
from manifests.rule import correctness, policy

_ODOO_NAME = re.compile(r"\w{1,256}")
_STYLE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)


@correctness(remedy="rename the folder: letters, digits and underscores", any_manifest=True)
def folder_name(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The folder's name is none that Odoo takes for a module.

    A name such as `my-mod` raises in odoo/modules/module.py while the addons path is listed:
    "Update Apps List" then fails for all modules.
    """
    if not _ODOO_NAME.fullmatch(addon.name):
        yield addon.manifest.problem(
            1, f"the folder name {addon.name!r} breaks the list of all modules"
        )


@policy(
    remedy="name it in lower case with single underscores, such as my_module", any_manifest=True
)
def folder_name_style(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The folder's name is not in lower case with single underscores between words.

    It is also a Python package, part of each external id and of URLs. From one that starts with a
    digit, or is a keyword of Python, no other code can import.
    """
    if not _ODOO_NAME.fullmatch(addon.name):
        return
    if not addon.name.isidentifier() or keyword.iskeyword(addon.name):
        yield addon.manifest.problem(1, f"no code can import from odoo.addons.{addon.name}")
    elif not _STYLE.fullmatch(addon.name):
        yield addon.manifest.problem(1, f"the folder name {addon.name!r} is not in snake case")


@correctness(remedy="add an __init__.py that imports the code")
def init_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """There is Python code, or a hook, but no __init__.py.

    Python then imports the folder as an empty namespace: models are not registered, and a hook is
    not found.
    """
    if "__init__.py" in addon.tree.files:
        return
    hooks = [hook for hook in HOOKS if addon.manifest.text(hook)]
    for what in [*(source.path for source in addon.imported[:1]), *hooks]:
        yield addon.manifest.problem(1, f"there is {what}, but no __init__.py: it is never loaded")
        return


@policy(remedy="add an empty __init__.py")
def init_recommended(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An addon of data alone has no __init__.py.

    Odoo loads it all the same. But the first code that is added will then silently not be loaded.
    """
    if "__init__.py" not in addon.tree.files and not addon.imported:
        yield addon.manifest.problem(1, "there is no __init__.py")
