"""Comments that disable rules."""

from __future__ import annotations

from collections.abc import Iterator

from manifests import disabling
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import RULES, policy
from manifests.suggest import did_you_mean


@policy(remedy="correct the name: see --list-rules", any_manifest=True)
def disable_unknown(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A comment disables a rule that does not exist. It does nothing, and hides that it does."""
    text = addon.manifest.source.decode("utf-8", "replace")
    for line, _, names in disabling.comments(text):
        for name in sorted(names - set(RULES)):
            hint = did_you_mean(name, RULES)
            yield addon.manifest.problem(line, f"there is no rule {name!r} to disable{hint}")
