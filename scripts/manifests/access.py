"""The models that an addon gives access rights to, in CSV and in XML."""

from __future__ import annotations

import csv
import io
import re

from manifests.addon import Addon

_RECORD = re.compile(r"<record\b[^>]*\bmodel=[\"']ir\.model\.access[\"'].*?</record>", re.DOTALL)
_MODEL = re.compile(r"\b(?:[\w.]*\.)?model_(\w+)")
_SEARCHED = re.compile(r"[\"']model[\"']\s*,\s*[\"']=[\"']\s*,\s*[\"']([\w.]+)[\"']")


class Granted(frozenset[str]):
    """Names of models as in their external ids, with `_` for `.`; looked up by either form."""

    def __contains__(self, model: object) -> bool:
        return isinstance(model, str) and super().__contains__(model.replace(".", "_"))


def granted_models(addon: Addon) -> set[str]:
    """Their names with `_` for `.`, as in the external id `model_res_partner`.

    Only files that the manifest lists count: Odoo loads no others.
    """
    granted: set[str] = set()
    for path in addon.data_files:
        if path.endswith("ir.model.access.csv"):
            granted |= _from_csv(addon.text(path))
        elif path.endswith(".xml") and "ir.model.access" in (text := addon.text(path)):
            for record in _RECORD.findall(text):
                granted.update(_MODEL.findall(record))
                granted.update(name.replace(".", "_") for name in _SEARCHED.findall(record))
    return granted


def _from_csv(text: str) -> set[str]:
    """From the column of the model, whatever its notation: `model_id:id` or `model_id/id`."""
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    except csv.Error:
        return set()
    header = next(iter(rows), [])
    columns = [i for i, name in enumerate(header) if name.strip().startswith("model_id")]
    return {
        found
        for row in rows[1:]
        for column in columns
        if column < len(row)
        for found in _MODEL.findall(row[column])
    }
