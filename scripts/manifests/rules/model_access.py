"""Access rights of models."""

from __future__ import annotations

from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.models import new_models
from manifests.rule import correctness


@correctness(remedy="give rights in security/ir.model.access.csv, and list that file in `data`")
def model_without_access(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A new model, regular or transient, has no access rights in any addon.

    Nobody but the superuser can use it; Odoo warns of it after each installation. Abstract models
    and extensions need none.
    """
    for model in new_models(addon, but=addons.granted):
        message = f"the model {model.name} has no access rights"
        yield addon.problem(model.source.path, model.line, message)
