"""The addons' own tests, run by Odoo."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from native.environment import Environment
from native.groups import Results, run
from native.places import Places
from native.ports import Ports
from native.processes import Child
from native.progress import say
from native.stack import DATABASE, Stack

BESIDE = ("base_automation",)
"""What no addon of ours needs, but has to work with."""


def odoo(
    places: Places, results: Results, parts: Environment, test: Path, addons: tuple[str, ...]
) -> None:
    """The addons' own tests: a new database, the real OCR service, a scripted language model,
    Odoo's test runner."""
    stack = Stack(
        places, parts, results.folder / "odoo-stack", say=say, modules=addons, with_demo=False,
        ports={"web": 8169, "odoo": 8171, "evented": 8172, "postgres": 54429, "ocr": 8968},
        settings={"ODOO_WORKERS": "0", "ODOO_LIMIT_MEMORY_SOFT": "0", "ODOO_LIMIT_MEMORY_HARD": "0",
                  "ODOO_MAX_CRON_THREADS": "0"},
    )  # fmt: skip
    try:
        stack.start_postgres()
        stack.postgres.create_database(stack.ports["postgres"], DATABASE)
        stack.start_ocr()
        run_dir = stack.workdir / "run"
        subprocess.run(
            [parts.odoo_python, "-m", "boot", "render", run_dir],
            env={**stack.odoo_environment(), "PYTHONPATH": str(places.checkout)},
            stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        stack.await_ocr()
        model_port = Ports(say).take("model", 11469)
        stack.children["model"] = Child(
            "model", [test, "-m", "tests.product.llm_scripted", "--port", str(model_port)],
            log=stack.logs / "model.log", cwd=places.checkout,
        )  # fmt: skip
        run(
            "odoo", results,
            [parts.odoo_bin, "--config", run_dir / "odoo.conf", "--database", DATABASE,
             "--init", ",".join((*addons, *BESIDE)), "--test-enable",
             "--test-tags", ",".join(f"/{addon}" for addon in addons), "--stop-after-init"],
            env=_clean_environment()
            | {
                "INSIGHTPULSE_AI_TEST_URL": f"http://127.0.0.1:{model_port}",
                "INSIGHTPULSE_OCR_TEST_URL": stack.ocr_url,
            },
            cwd=stack.workdir,
        )  # fmt: skip
    finally:
        if model := stack.children.pop("model", None):
            model.stop()
        stack.stop()


def _clean_environment() -> dict[str, str]:
    """The caller's environment without what Odoo 19 would read as configuration."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ODOO_", "PG", "POSTGRES_", "OCR_")) and name != "PORT"
    }
