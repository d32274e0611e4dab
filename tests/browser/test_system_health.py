"""An administrator sees whether all is well; what is wrong, since when, and what to do."""

from __future__ import annotations

import os
import signal
import urllib.request
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from ..product.database import Watcher
from ..product.running import restarted

MINUTE = 60_000  # milliseconds, as Playwright counts

# The last six hours of a working day, as the sampler would have written them.
HISTORY = """
INSERT INTO health_sample
       (time, instance, database_bytes, memory_bytes, memory_budget_bytes, queue_waiting, requests,
        p95_seconds)
SELECT now() AT TIME ZONE 'UTC' - n * interval '5 minutes', 'web',
       pg_database_size(current_database()) - n * 60000, 330e6 + 60e6 * sin(n / 9.0) - 5e5 * n,
       410e6, greatest(0, round(9 * sin(n / 5.0))), 120, 0.18 + 0.08 * sin(n / 4.0)
  FROM generate_series(3, 72) AS n
"""
HISTORY_DAYS = """
INSERT INTO health_day (date, name, pass_seconds, warn_seconds, fail_seconds, until)
SELECT current_date - n, name, 86400 - 700 * (n % 17 / 16) - 400 * (n % 29 / 28),
       700 * (n % 17 / 16), 400 * (n % 29 / 28), now() - interval '1 day'
  FROM generate_series(1, 60) AS n, unnest(ARRAY['database:mode', 'ocr:service']) AS name
    ON CONFLICT DO NOTHING
"""


@pytest.fixture
def database(stack):
    """With a history, in place of what the sampler has written so far."""
    watcher = Watcher(stack)
    watcher.rows("DELETE FROM health_sample")
    yield watcher
    watcher.rows("DELETE FROM health_sample")


@contextmanager
def stalled(stack, name):
    """A part of the product that accepts connections and says nothing."""
    pid = stack.children[name].pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def open_page(web):
    web.page.goto("/odoo/system-health")
    expect(web.page.locator(".o_health_headline")).to_be_visible(timeout=MINUTE)


def look_until(web, locator):
    """Look again, as an impatient administrator, until something is there."""
    for _attempt in range(20):
        if locator.count():
            break
        web.page.get_by_role("button", name="Look again").click()
        web.page.wait_for_timeout(2000)
    expect(locator).to_be_visible()


def problem(web, check):
    return web.page.locator(f".o_health_problem[data-check='{check}']")


def test_all_is_well(web, database):
    database.rows(HISTORY)
    open_page(web)
    page = web.page
    expect(page.locator(".o_health_headline")).to_have_text("All is well.")
    expect(page.locator(".o_health_chart canvas")).to_have_count(4)
    assert page.locator(".o_health_check").count() > 5
    expect(page.locator(".o_health_banner")).to_have_count(0)
    web.screenshot("health-pass-1400")
    web.picture("system-health")
    web.at_width(390)
    web.screenshot("health-pass-390")
    assert not web.console_errors


def test_no_history_yet(web, database):
    open_page(web)
    expect(web.page.locator(".o_health_chart").first).to_contain_text("No history yet")
    web.screenshot("health-empty-1400")


def test_a_stalled_ocr_service_is_a_warning(web, stack, database):
    database.rows(HISTORY)
    open_page(web)
    with stalled(stack, "ocr"):
        warned = problem(web, "ocr:service")
        look_until(web, warned)
        expect(warned).to_contain_text("What to do:")
        expect(warned).to_contain_text("since")
        expect(web.page.locator(".o_health_headline")).to_contain_text("Everything works")
        expect(web.page.locator(".o_health_banner")).to_have_count(0)  # nobody is alarmed
        web.screenshot("health-warn-1400")
        web.at_width(390)
        web.screenshot("health-warn-390")
    look_until(web, web.page.get_by_text("All is well."))
    assert not web.console_errors
