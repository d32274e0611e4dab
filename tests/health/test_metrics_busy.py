"""What workers tell of the requests that they are in the middle of."""

from __future__ import annotations

from . import counting


def test_who_is_busy_is_said_of_the_living_and_with_what(tmp_path):
    truth = counting.run(tmp_path, "busy").truth

    longest = "/" * 248
    assert truth["at_first"] == ["-", longest, "/a"]
    assert 0 <= truth["seconds"] < 60
    assert truth["after_a_kill"] == ["-", longest]
    assert truth["after_it_is_replaced"] == ["-", "-", longest]
    assert truth["on_a_full_disk"] is None
