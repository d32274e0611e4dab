"""The App Platform specs: their shape, and their agreement with the settings and the images.

DigitalOcean's own `doctl apps spec validate` is not on PyPI. `SERVICE` and the rest below say, by
hand, what https://docs.digitalocean.com/products/app-platform/reference/app-spec/ allows of the
fields that the specs use; a field that is not in there is refused, also when DigitalOcean knows it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from boot import limits
from boot.limits import MIB
from boot.settings import TRANSACTION_POOLER_PORT, Settings

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / "infra" / "do"
VARIABLES = {variable.metadata["name"]: variable for variable in fields(Settings)}
SMALL = "apps-s-1vcpu-0.5gb"

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}[a-z0-9]")
PORT = range(1, 65536)
SIZES = {SMALL, "apps-s-1vcpu-1gb-fixed", "apps-s-1vcpu-1gb", "apps-s-1vcpu-2gb"}
REGIONS = {"ams", "nyc", "fra", "sfo", "sgp", "blr", "tor", "lon", "syd"}
RULES_OF_APP = {"DEPLOYMENT_FAILED", "DOMAIN_FAILED"}
ALERT = {
    "rule": {"MEM_UTILIZATION", "RESTART_COUNT", "CPU_UTILIZATION"},
    "operator": {"GREATER_THAN", "LESS_THAN"},
    "value": range(1, 101),
    "window": {"FIVE_MINUTES", "TEN_MINUTES", "THIRTY_MINUTES", "ONE_HOUR"},
}
HEALTH_CHECK = {
    "http_path": re.compile(r"/[\w/-]+"),
    "port": PORT,
    "initial_delay_seconds": range(3601),
    "period_seconds": range(1, 301),
    "timeout_seconds": range(1, 121),
    "failure_threshold": range(1, 51),
}
COMPONENT = {
    "name": NAME,
    "github": {"repo": str, "branch": str, "deploy_on_push": bool},
    "dockerfile_path": str,
    "source_dir": str,
    "run_command": str,
    "instance_size_slug": SIZES,
    "instance_count": {1},
    "termination": {"drain_seconds": range(1, 111), "grace_period_seconds": range(1, 601)},
    "alerts": [ALERT],
    "envs": [
        {
            "key": re.compile(r"[A-Z][A-Z0-9_]*"),
            "value": str,
            # the default, RUN_AND_BUILD_TIME, makes a build argument, which the image shows
            "scope": {"RUN_TIME", "BUILD_TIME"},
            "type": {"SECRET", "GENERAL"},
        }
    ],
}
SERVICE = COMPONENT | {
    "http_port": PORT,
    "internal_ports": [PORT],
    "health_check": HEALTH_CHECK,
    "liveness_health_check": HEALTH_CHECK,
}
APP = {
    "name": NAME,
    "region": REGIONS,
    "alerts": [{"rule": RULES_OF_APP}],
    "ingress": {"rules": [{"component": {"name": NAME}, "match": {"path": {"prefix": str}}}]},
    "services": [SERVICE],
    "jobs": [COMPONENT | {"kind": {"PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY"}}],
}


def faults(value: Any, shape: Any, where: str = "") -> Iterator[str]:
    """What in ``value`` is not as ``shape``, a nest of types, choices and patterns, says."""
    match shape:
        case dict():
            if not isinstance(value, dict):
                yield f"{where}: no mapping"
                return
            for key, inner in value.items():
                if key in shape:
                    yield from faults(inner, shape[key], f"{where}.{key}")
                else:
                    yield f"{where}.{key}: unknown"
        case [inner]:
            if not isinstance(value, list):
                yield f"{where}: no list"
                return
            for number, item in enumerate(value):
                yield from faults(item, inner, f"{where}[{number}]")
        case type():
            if not isinstance(value, shape):
                yield f"{where}: {value!r} is no {shape.__name__}"
        case re.Pattern():
            if not isinstance(value, str) or not shape.fullmatch(value):
                yield f"{where}: {value!r}"
        case _:
            if isinstance(value, bool) or value not in shape:
                yield f"{where}: {value!r}"


def load(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


PLAIN, WITH_OCR = "odoo-saas-platform.yaml", "odoo-saas-platform-ocr.yaml"


@pytest.fixture(params=[PLAIN, WITH_OCR])
def spec(request) -> dict[str, Any]:
    return load(request.param)


def component(spec: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [part for part in spec["services"] + spec["jobs"] if part["name"] == name]
    return found


def envs(part: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What the container gets."""
    found = {env["key"]: env for env in part["envs"]}
    assert len(found) == len(part["envs"]), "a key is there twice"
    return {key: env for key, env in found.items() if env["scope"] == "RUN_TIME"}


def test_the_build_gets_the_commit_and_nothing_else(spec):
    for part in spec["services"] + spec["jobs"]:
        built_with = [env for env in part["envs"] if env["scope"] == "BUILD_TIME"]
        assert [env["key"] for env in built_with] == (["REVISION"] if part["name"] != "ocr" else [])
        assert all(env.get("type") is None for env in built_with)
    assert "\nARG REVISION=" in (CHECKOUT / "Dockerfile").read_text()


def test_only_the_workflow_deploys(spec):
    """Else a push deploys twice, and nobody looks at one of them."""
    for part in spec["services"] + spec["jobs"]:
        assert part["github"]["deploy_on_push"] is False


def filled_in(part: dict[str, Any]) -> dict[str, str]:
    """The environment of a component, once ${NAME} is filled in with something."""
    return {key: re.sub(r"\$\{\w+\}", "filled-in", env["value"]) for key, env in envs(part).items()}


def test_every_spec_is_tested():
    assert {path.name for path in FOLDER.glob("*.yaml")} == {PLAIN, WITH_OCR}


def test_every_field_is_one_that_app_platform_knows(spec):
    assert list(faults(spec, APP)) == []
    for part in spec["services"] + spec["jobs"]:
        assert part.keys() >= {"name", "github", "dockerfile_path", "instance_size_slug"}
        assert all(env.keys() >= {"key", "value", "scope"} for env in part["envs"])


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("region",), "mars"),
        (("services", 0, "instance_size_slug"), "basic-xxs"),
        (("services", 0, "http_port"), "8069"),
        (("services", 0, "health_check", "timeout"), 5),
        (("services", 0, "health_check", "period_seconds"), 0),
        (("services", 0, "envs", 0, "scope"), "RUN_AND_BUILD_TIME"),
        (("services", 0, "alerts", 0, "rule"), "MEMORY"),
        (("jobs", 0, "kind"), "PREDEPLOY"),
    ],
)
def test_the_schema_finds_what_is_wrong(path, wrong):
    broken = copy.deepcopy(load(PLAIN))
    inner = broken
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = wrong
    found = list(faults(broken, APP))
    assert found
    assert all(f".{path[-1]}: " in fault for fault in found), found


def test_every_variable_is_known_and_every_secret_is_one(spec):
    for key, env in envs(component(spec, "odoo")).items():
        is_secret = VARIABLES[key].metadata["secret"]
        assert env.get("type", "GENERAL") == ("SECRET" if is_secret else "GENERAL"), key


def test_no_secret_has_a_literal_value(spec):
    for part in spec["services"] + spec["jobs"]:
        for env in part["envs"]:
            if env.get("type") == "SECRET":
                assert re.fullmatch(r"\$\{[A-Z0-9_]+\}", env["value"]), env["key"]


def test_filled_in_it_is_a_valid_environment(spec):
    environment = filled_in(component(spec, "odoo"))
    required = {name for name, variable in VARIABLES.items() if variable.default is MISSING}
    assert environment.keys() >= required
    settings = Settings.from_environment(environment)
    assert settings.postgres_port == TRANSACTION_POOLER_PORT
    assert settings.session_port != settings.postgres_port
    assert settings.sslmode == "require"
    assert settings.odoo_filestore != "disk", "the disk is thrown away at each deployment"


def test_the_instance_is_what_the_limits_are_made_for(spec):
    odoo = component(spec, "odoo")
    settings = Settings.from_environment(filled_in(odoo))
    gigabytes = float(odoo["instance_size_slug"].rpartition("-")[2].removesuffix("gb"))
    assert settings.memory == gigabytes * 1024 * MIB == limits.USUAL
    assert (settings.limit_memory_hard, settings.limit_memory_soft) == (419430400, 335544320)
    assert (settings.odoo_workers, settings.odoo_max_cron_threads) == (2, 1)


def test_the_images_are_there_and_listen_where_the_spec_says(spec):
    for part in spec["services"] + spec["jobs"]:
        dockerfile = CHECKOUT / part["dockerfile_path"]
        [port] = re.findall(r"^EXPOSE (\d+)$", dockerfile.read_text(), re.MULTILINE)
        assert dockerfile.parent == (CHECKOUT / part["source_dir"].strip("/")).resolve()
        for listens in part.get("internal_ports", [part.get("http_port", int(port))]):
            assert listens == int(port)
    odoo = component(spec, "odoo")
    assert Settings.from_environment(filled_in(odoo)).port == odoo["http_port"]


def test_the_job_upgrades_with_the_same_image_and_settings(spec):
    odoo, job = component(spec, "odoo"), component(spec, "upgrade")
    assert job["kind"] == "PRE_DEPLOY"
    for same in ("github", "dockerfile_path", "source_dir", "instance_size_slug", "envs"):
        assert job[same] == odoo[same]
    entrypoint, verb = job["run_command"].split()
    image = (CHECKOUT / "Dockerfile").read_text()
    assert f'ENTRYPOINT ["{entrypoint}"]' in image
    assert f"\n  {verb})\n" in (CHECKOUT / "entrypoint.sh").read_text()


def test_a_request_that_may_run_may_also_end(spec):
    odoo = component(spec, "odoo")
    longest = Settings.from_environment(filled_in(odoo)).odoo_limit_time_real
    assert odoo["termination"]["grace_period_seconds"] >= longest


def test_an_answer_may_take_longer_than_a_second(spec):
    """App Platform's default; a single CPU is busy for longer."""
    odoo = component(spec, "odoo")
    for check in ("health_check", "liveness_health_check"):
        assert odoo[check]["timeout_seconds"] >= 5
    health = odoo["health_check"]
    assert (
        health["initial_delay_seconds"] + health["period_seconds"] * health["failure_threshold"]
        >= 10 * 15
    )  # a boot on an initialised database takes at most 15 s
    liveness = odoo["liveness_health_check"]
    patience = liveness["period_seconds"] * liveness["failure_threshold"]
    assert patience >= 1800


def test_somebody_is_told(spec):
    assert {alert["rule"] for alert in spec["alerts"]} == RULES_OF_APP
    for service in spec["services"]:
        rules = {alert["rule"] for alert in service["alerts"]}
        assert rules == {"MEM_UTILIZATION", "RESTART_COUNT"}


def test_the_ocr_service_is_all_that_the_other_spec_adds():
    plain, with_ocr = load(PLAIN), load(WITH_OCR)
    ocr = with_ocr["services"].pop()
    assert with_ocr.pop("ingress")["rules"][0]["component"]["name"] == "odoo"
    added = envs(component(with_ocr, "odoo")).keys() - envs(component(plain, "odoo")).keys()
    assert added == {"ODOO_INIT_MODULES", "OCR_SERVICE_URL", "OCR_SERVICE_TOKEN"}
    for part in (with_ocr["services"][0], with_ocr["jobs"][0]):
        part["envs"] = [env for env in part["envs"] if env["key"] not in added]
    assert with_ocr == plain
    assert "http_port" not in ocr, "it is for the app's own network"
    assert ocr["instance_size_slug"] == SMALL


def test_odoo_and_the_ocr_service_agree():
    spec = load(WITH_OCR)
    odoo, ocr = component(spec, "odoo"), component(spec, "ocr")
    settings = Settings.from_environment(filled_in(odoo))
    assert settings.ocr_service_url == f"http://{ocr['name']}:{ocr['internal_ports'][0]}"
    assert "insightpulse_ocr_account" in settings.odoo_init_modules
    token = envs(odoo)["OCR_SERVICE_TOKEN"]["value"]
    assert envs(ocr)["OCR_TOKEN"]["value"] == token
