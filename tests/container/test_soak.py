"""A minute of eight people in 512 MB; `make soak` is the same for ten."""

from __future__ import annotations

from .soak import soak

SECONDS = 75


def test_eight_people_fit(site, business, measured) -> None:
    soaked = soak(site, business, SECONDS)
    for line in soaked.table():
        measured(line[:44].rstrip(), line[44:].strip())
    assert soaked.faults() == []
    # they are made where modules are installed (the correction bundles_at_upgrade)
    assert "Generating a new asset bundle" not in (site.logs / "soak.log").read_text()
    assert len(soaked.work.requests) > 300  # else nobody was at work
    # 60 % where looking at an object counts the look in it (the correction immortal_before_fork)
    assert soaked.still_shared > 0.7
