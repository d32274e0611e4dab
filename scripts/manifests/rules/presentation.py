"""What an addon shows of itself before it is installed."""

from __future__ import annotations

from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import policy

READMES = ("README.rst", "README.md", "README.txt", "README")
FRAGMENTS = ("readme/DESCRIPTION.md", "readme/DESCRIPTION.rst")
PAGE = "static/description/index.html"


@policy(remedy="add a README.md or README.rst")
def readme_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An application has neither a README, nor the fragments in readme/ that one is made from.

    Odoo shows it as the description when there is no page of its own.
    """
    is_application = addon.manifest.values.get("application") is True
    if is_application and not addon.tree.files & {*READMES, *FRAGMENTS}:
        yield addon.manifest.problem("application", "the application has no README")


@policy(remedy=f"add {PAGE}")
def description_page_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """An application has no description page, which Apps shows to who looks at it."""
    if addon.manifest.values.get("application") is True and PAGE not in addon.tree.files:
        yield addon.manifest.problem("application", f"the application has no {PAGE}")
