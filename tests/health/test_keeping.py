"""What a process remembers of its checks, as plain Python."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checking import Check, Observed, Result
from keeping import Change, Ledger, Stretch, findings
from keeping.discretion import discreet
from keeping.ledger import LONGEST, MOST
from keeping.overview import overview
from keeping.status_html import Entry, page
from keeping.uptime import DAYS, Day, last_days

NOON = 1_795_867_200.0  # 2026-11-28 12:00 UTC
TODAY = date(2026, 11, 28)


def look(*results, name="a:x"):
    return findings([Observed(Check(name, "A", run=None), results, NOON, 0.01)])


def ledger(*looks):
    """A ledger after looks ``(seconds after noon, status)``."""
    kept = Ledger()
    for after, status in looks:
        kept.note(look(Result(status)), NOON + after)
    return kept


def test_stretches_of_one_status_are_one():
    kept = ledger((0, "pass"), (60, "pass"), (120, "pass"), (180, "fail"), (240, "pass"))
    assert kept.stretches == [
        Stretch(NOON, NOON + 120, {"a:x": "pass"}),
        Stretch(NOON + 120, NOON + 180, {"a:x": "fail"}),
        Stretch(NOON + 180, NOON + 240, {"a:x": "pass"}),
    ]


@pytest.mark.parametrize(
    "gap", [LONGEST + 1, 86400, -3600], ids=["long", "a day", "clock set back"]
)
def test_nobody_knows_what_was_in_a_gap(gap):
    assert ledger((0, "pass"), (gap, "pass")).stretches == []


def test_what_was_written_is_forgotten_and_nothing_else():
    kept = ledger((0, "pass"), (60, "pass"))
    written = list(kept.stretches)
    kept.note(look(Result("fail")), NOON + 120)
    kept.written(written)
    assert kept.stretches == [Stretch(NOON + 60, NOON + 120, {"a:x": "fail"})]


def test_a_long_outage_does_not_fill_the_memory():
    kept = ledger(*((60 * n, "pass" if n % 2 else "fail") for n in range(2 * MOST)))
    assert len(kept.stretches) == MOST
    assert kept.stretches[-1].end == NOON + 60 * (2 * MOST - 1)


def test_a_change_is_known_by_who_saw_it():
    kept = ledger((0, "fail"))
    assert kept.changes == {("a:x", "", ""): Change("fail", None)}
    kept = ledger((0, "fail"), (60, "pass"), (120, "pass"))
    assert kept.changes == {("a:x", "", ""): Change("pass", NOON + 60)}


def test_a_check_is_as_bad_as_its_worst_part():
    kept = Ledger()
    for after in (0, 60):
        parts = [Result("warn", component="root.ocr"), Result("pass", component="root")]
        kept.note(look(*parts), NOON + after)
    assert kept.stretches[0].statuses == {"a:x": "warn"}


def test_days_of_a_stretch():
    long = Stretch(NOON, NOON + 2 * 86400, {})
    assert list(long.days()) == [
        (TODAY, 43200), (TODAY + timedelta(1), 86400), (TODAY + timedelta(2), 43200),
    ]  # fmt: skip
    assert long.after(NOON + 2 * 86400) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://marc@example.com/ refused",
        'FATAL: password authentication failed for user "marc"',
        "connection to server failed: user=marc dbname=x",
        "db_user = marc",
        "sent to marc.demo@example.com",
    ],
)
def test_discretion(text):
    assert "marc" not in discreet(text)


def test_discretion_leaves_what_helps():
    text = "The last backup is 9 days old; BACKUP_DAYS allows 7. 12 MB of 1 GB at https://db:5432/"
    assert discreet(text) == text


def test_a_report_says_what_is_wrong_first():
    found = [
        *look(Result("pass", value=3, unit="ms")),
        *look(Result("fail", "It broke.", "Mend it.", component="root"), name="b:x"),
    ]
    known = {("b:x", "root", ""): ("fail", NOON - 600)}
    told = overview(
        found, known, {}, now=NOON, facts={"Odoo": "19.0"},
        redact=lambda text: text.replace("broke", "***"),
    )  # fmt: skip
    assert (told["status"], [row["shown"] for row in told["checks"]]) == ("fail", ["3 ms", ""])
    assert told["text"].splitlines() == [
        "System health at 2026-11-28 12:00 UTC: Fails",
        "Odoo: 19.0",
        "",
        "[fail] A (root), since 2026-11-28 11:50 UTC",
        "    It ***.",
        "    Mend it.",
        "[pass] A: 3 ms, since 2026-11-28 12:00 UTC",
    ]


def test_an_instance_is_named_where_there_are_several():
    check = Check("a:x", "A", run=None, of_instance=True)
    results = (Result("pass", component="disk"), Result("pass"))
    own = findings([Observed(check, results, NOON, 0.01)], "one")
    shared = look(Result("pass"), name="b:x")
    other = findings([Observed(check, (Result("fail", "It broke."),), NOON, 0.01)], "two")
    known = {("a:x", "", "two"): ("fail", NOON - 600)}

    def told(others):
        return overview(
            own + shared, known, {}, now=NOON, facts={}, redact=str, others=others
        )  # fmt: skip

    assert {row["instance"] for row in told([])["checks"]} == {""}
    both = told(other)
    assert [(row["name"], row["instance"]) for row in both["checks"]] == [
        ("a:x", "one"), ("a:x", "one"), ("a:x", "two"), ("b:x", ""),
    ]  # fmt: skip
    assert both["status"] == "fail"
    assert "[fail] A (two), since 2026-11-28 11:50 UTC\n" in both["text"]
    assert "[pass] A (disk, one)" in both["text"]
    assert len({row["key"] for row in both["checks"]}) == 4


def test_a_status_page_of_anything():
    days = last_days({TODAY: Day(100, 0, 100), TODAY - timedelta(days=DAYS): Day(1)}, TODAY)
    html = page([Entry("<b>A</b>", "fail", days)], NOON, note="a < b")
    assert "&lt;b&gt;A&lt;/b&gt;" in html
    assert "a &lt; b" in html
    assert html.count("<rect") == DAYS
    assert html.count('class="none"') == DAYS - 1
    assert "50.00 % uptime" in html


def test_a_status_page_says_for_how_long_a_day_is_not_known():
    """But for the first day and today, which are no whole ones."""
    known = {
        TODAY - timedelta(3): Day(3600), TODAY - timedelta(2): Day(86400 - 3 * 3600),
        TODAY - timedelta(1): Day(86400 - 90), TODAY: Day(3600),
    }  # fmt: skip
    html = page([Entry("A", "pass", last_days(known, TODAY))], NOON)
    assert html.count("worked, not known for 3 h 0 min") == html.count("not known for") == 1
