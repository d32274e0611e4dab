"""What is quicker than it might be finds the same as the slower way."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manifestoo_core import core_addons
from manifestoo_core.odoo_series import OdooSeries
from packaging.requirements import InvalidRequirement, Requirement

from manifests import core
from manifests.rules.external_dependencies import _distribution, _roots
from manifests.suggest import did_you_mean
from tests.manifests.properties import relaxed

NAMES = st.text("abcs_", max_size=12)


@relaxed
@given(NAMES, st.lists(NAMES, max_size=8))
def test_a_near_miss_is_the_one_that_difflib_finds(name, candidates):
    close = difflib.get_close_matches(name, candidates, n=1, cutoff=0.75)
    assert did_you_mean(name, candidates) == "".join(f" (did you mean {c!r}?)" for c in close)


@relaxed
@given(st.text("aZ0._-[]>=;@ é\n", max_size=10))
def test_a_requirement_is_one_where_packaging_says_so(text):
    try:
        expected = Requirement(text).name
    except InvalidRequirement:
        expected = ""
    name, why = _distribution(text)
    assert (name, bool(why)) == (expected, not expected)


def test_core_s_addons_and_licences_are_those_of_manifestoo_core():
    series = OdooSeries("19.0")
    assert core.names() == core_addons.get_core_addons(series)
    assert len(core.names()) > 900
    for name in core.names():
        assert core.license_of(name) == core_addons.get_core_addon_license(name, series)


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("import a", {"a"}),
        ("import a.b as c, d\n", {"a", "d"}),
        ("\n\timport a # import b\nfrom c.d import e\n", {"a", "c"}),
        ("from . import a\nfrom .b import c\n", set()),
        ("x = 'import a'\nimportant = 1\n", set()),
        ("import a\r\nfrom b import c\r\n", {"a", "b"}),
        ("import a\nimport b\n\nfrom c import import_d\nimport e", {"a", "b", "c", "e"}),
    ],
)
def test_the_roots_of_absolute_imports(text, roots):
    assert _roots(text) == roots
