"""An administrator sees whether all is well; what is wrong, since when, and what to do."""

from __future__ import annotations

import os
import re
import signal
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from ..product.database import Watcher
from ..product.running import restarted
from .conftest import SCREENSHOTS
from .web_client import WebClient

MINUTE = 60_000  # milliseconds, as Playwright counts

# The last six hours of a working day, as the sampler would have written them.
HISTORY = """
INSERT INTO health_sample
       (time, instance, database_bytes, memory_bytes, memory_budget_bytes, queue_waiting, requests,
        p95_seconds)
SELECT now() AT TIME ZONE 'UTC' - n * interval '5 minutes', 'web',
       pg_database_size(current_database()) - n * 60000, 330e6 + 60e6 * sin(n / 9.0) - 5e5 * n,
       410e6, greatest(0, round(9 * sin(n / 5.0))), 120, 0.18 + 0.08 * sin(n / 4.0)
  FROM generate_series(0, 72) AS n
"""
DAYS = """
INSERT INTO health_day (date, name, pass_seconds, warn_seconds, fail_seconds, until)
SELECT current_date - n, name, 85000, 700 * (mod(n, 17) / 16), 400 * (mod(n, 29) / 28),
       now() - interval '1 day'
  FROM generate_series(1, 60) AS n, unnest(ARRAY['database:mode', 'ocr:service']) AS name
    ON CONFLICT DO NOTHING
"""


# What boot/backup.py writes when it has made one.
BACKED_UP = """
INSERT INTO ir_config_parameter (key, value)
SELECT 'insightpulse.backup_ended', json_build_object(
           'database', current_database(), 'uuid', value, 'ended', now() - %s * interval '1 day')
  FROM ir_config_parameter WHERE key = 'database.uuid'
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


# What another instance on the same database has written down just now.
OF_ANOTHER = """
INSERT INTO health_state (name, instance, title, kind, status, since, seen, output, remedy, value,
                          unit)
VALUES ('memory:container', 'web-2', 'Memory of the container', 'system', 'warn',
        now() AT TIME ZONE 'UTC' - interval '40 minutes', now() AT TIME ZONE 'UTC',
        '436 MB of memory are in use, of a budget of 410 MB.',
        'Take an instance with more memory, or lower ODOO_WORKERS by one.', '436000000', 'bytes'),
       ('workers:busy', 'web-2', 'All HTTP workers busy', 'system', 'pass',
        now() AT TIME ZONE 'UTC' - interval '2 hours', now() AT TIME ZONE 'UTC', NULL, NULL, '0',
        's')
"""


@pytest.fixture
def database(stack, company):
    """Backed up, without mail that nobody would send; nothing is sampled yet."""
    watcher = Watcher(stack)
    watcher.rows(BACKED_UP, 0.2)
    watcher.rows("UPDATE mail_mail SET state = 'cancel' WHERE state IN ('outgoing', 'exception')")
    watcher.rows("UPDATE queue_job SET state = 'cancelled' WHERE state = 'failed'")
    watcher.rows("UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' + interval '1 hour'")
    watcher.rows("DELETE FROM health_sample")
    yield watcher
    watcher.rows("DELETE FROM health_day WHERE date < current_date")  # Odoo is writing today's
    watcher.rows("DELETE FROM ir_config_parameter WHERE key = 'insightpulse.backup_ended'")


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
    for _attempt in range(45):  # what was found a minute ago is told again
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
    look_until(web, page.get_by_text("All is well."))
    expect(page.locator(".o_health_chart canvas")).to_have_count(4)
    assert page.locator(".o_health_check").count() > 5
    expect(page.locator(".o_health_banner")).to_have_count(0)
    web.picture("system-health")
    web.at_width(1400, 1700)
    web.screenshot("health-pass-1400")
    web.at_width(390, 2600)
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
        web.picture("system-health-warning")
        web.at_width(390)
        web.screenshot("health-warn-390")
    look_until(web, web.page.get_by_text("All is well."))
    assert not web.console_errors


def test_an_expired_backup_is_a_failure(web, database):
    """And whoever administers is told so wherever they work."""
    page = web.page
    database.rows(HISTORY)
    open_page(web)
    look_until(web, page.get_by_text("All is well."))
    database.rows(BACKED_UP, 40)

    failed = problem(web, "backup:age")
    look_until(web, failed)
    expect(page.locator(".o_health_headline")).to_have_text("One thing fails.")
    expect(failed).to_contain_text("BACKUP_DAYS")
    expect(failed).to_contain_text("since just now")
    banner = page.locator(".o_health_banner")
    expect(banner).to_contain_text("Backup")  # by the bus: nothing was loaded again
    web.screenshot("health-fail-1400")
    web.picture("system-health-fail")
    web.at_width(390)
    web.screenshot("health-fail-390")
    web.at_width(1400, 900)

    web.open_vendor_bills()
    expect(banner).to_be_visible()
    web.screenshot("health-banner-1400")
    banner.get_by_role("button", name="System Health").click()
    expect(failed).to_be_visible()

    banner.get_by_role("button", name="Hide until something changes").click()
    expect(banner).to_have_count(0)
    web.open_vendor_bills()
    expect(banner).to_have_count(0)

    open_page(web)
    database.rows(BACKED_UP, 0.1)
    look_until(web, page.get_by_text("All is well."))
    assert not web.console_errors


def test_several_instances_are_told_apart(browser, stack, database):
    """What another one found of itself is on the page of whichever answers, under its name."""
    with restarted(stack, INSTANCE_NAME="web-1"):
        database.rows("DELETE FROM health_state")  # of this one, under its host's name
        web = WebClient(browser.new_page(base_url=stack.url), SCREENSHOTS, None)
        web.log_in("admin", "admin")
        database.rows(HISTORY)
        open_page(web)
        expect(web.page.get_by_text("web-1")).to_have_count(0)  # there is one
        database.rows(OF_ANOTHER)
        warned = problem(web, "memory:container")
        look_until(web, warned.filter(has_text="Memory of the container (web-2)"))
        expect(warned).to_contain_text("40 minutes ago")
        names = web.page.locator(".o_health_check[data-check='workers:busy']")
        expect(names).to_have_text([re.compile(r"\(web-1\)"), re.compile(r"\(web-2\)")])
        expect(problem(web, "backup:age")).to_have_count(0)
        web.at_width(1400, 1700)
        web.screenshot("health-instances-1400")
        assert not web.console_errors
        web.page.close()
    database.rows("DELETE FROM health_state")


def test_others_see_nothing_of_it(web, stack, company, database):
    database.rows(BACKED_UP, 40)
    web.page.context.clear_cookies()
    web.log_in(company.SECOND_USER, company.SECOND_PASSWORD)
    web.open_vendor_bills()
    expect(web.page.locator(".o_health_banner")).to_have_count(0)
    assert web.page.request.get("/insightpulse_health/report").status == 403


def test_the_report_is_copied(web, stack, database):
    web.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(web)
    web.page.get_by_role("button", name="Copy report").click()
    text = web.page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("System health at ")
    assert "Database writable: read-write" in text
    for secret in (stack.postgres.password, "admin@", "127.0.0.1"):
        assert secret not in text


def test_status_page(browser, stack, database, request):
    """Without a login, a cookie or a script."""
    database.rows(DAYS)
    with restarted(stack, STATUS_PAGE="database:mode, ocr:service"):
        context = browser.new_context(
            base_url=stack.url, viewport={"width": 1000, "height": 520}, java_script_enabled=False
        )
        page = context.new_page()
        page.goto("/status")
        expect(page.locator("article")).to_have_count(2)
        expect(page.locator("body")).to_contain_text("uptime")
        page.screenshot(path=SCREENSHOTS / "status-1000.png")
        if pictures := request.config.getoption("--screenshots"):
            page.screenshot(path=pictures / "status-page.png")
        page.set_viewport_size({"width": 390, "height": 700})
        page.screenshot(path=SCREENSHOTS / "status-390.png")
        assert context.cookies() == []
        context.close()
