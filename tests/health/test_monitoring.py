"""Alerts and dashboard name metrics that there are, and each alert leads to what to do about it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
import yaml

from ..product import CHECKOUT

FOLDER = CHECKOUT / "infra" / "monitoring"
METRICS = CHECKOUT / "addons" / "insightpulse_health" / "metrics"
PROMTOOL = shutil.which("promtool")
NAME = re.compile(r"\bodoo_[a-z_]+\b")
# What prometheus_client adds to a counter's and to a histogram's name.
SUFFIX = re.compile(r"_(total|bucket|count|sum)$")

RULES = [
    rule for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]  # fmt: skip
PANELS = json.loads((FOLDER / "grafana-dashboard.json").read_text())["panels"]
EXPRESSIONS = {
    **{rule["alert"]: rule["expr"] for rule in RULES},
    **{
        f"{panel['title']} {target['refId']}": target["expr"]
        for panel in PANELS for target in panel["targets"]
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def told():
    """Names of all metrics: each stands once in the code, as a whole."""
    return {
        name for path in METRICS.rglob("*.py")
        for name in re.findall(r'"(odoo_[a-z_]+)"', path.read_text())
    }  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_an_expression_names_metrics_that_there_are(told, expression):
    names = set(NAME.findall(expression))
    assert names or "up{" in expression
    assert {name if name in told else SUFFIX.sub("", name) for name in names} <= told


def test_every_metric_is_drawn_or_watched(told):
    used = {
        name if name in told else SUFFIX.sub("", name)
        for expression in EXPRESSIONS.values() for name in NAME.findall(expression)
    }  # fmt: skip
    only_to_look_up = {
        "odoo_ai_seconds", "odoo_cron_seconds", "odoo_database_connections",
        "odoo_process_resident_memory_bytes",
    }  # fmt: skip
    assert told - used == only_to_look_up


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_and_where_the_remedy_is(rule):
    page, _, anchor = rule["annotations"]["runbook_url"].rpartition("#")
    headings = re.findall(r"^### (.+)$", (FOLDER / "README.md").read_text(), re.MULTILINE)

    assert page.endswith("/infra/monitoring/README.md")
    assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
    assert rule["annotations"]["summary"] in headings
    assert rule["annotations"]["description"]
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_every_heading_of_a_remedy_belongs_to_an_alert():
    headings = re.findall(r"^### (.+)$", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(rule["annotations"]["summary"] for rule in RULES)


def test_the_example_scrapes_our_address_with_our_token():
    [scrape] = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]

    assert scrape["metrics_path"] == "/metrics"
    assert scrape["authorization"]["type"] == "Bearer"


@pytest.mark.skipif(not PROMTOOL, reason="promtool is not on the PATH")
def test_prometheus_itself_finds_the_rules_right_and_they_fire_when_they_should():
    result = subprocess.run(
        [PROMTOOL, "test", "rules", "alerts_test.yml"],
        cwd=FOLDER, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_alert_has_a_day_on_which_it_fires():
    tests = yaml.safe_load((FOLDER / "alerts_test.yml").read_text())["tests"]
    fires = {
        re.search(r'alertname="(\w+)"', sample["labels"])[1]
        for test in tests for each in test["promql_expr_test"] for sample in each["exp_samples"]
    }  # fmt: skip
    assert fires == {rule["alert"] for rule in RULES}
