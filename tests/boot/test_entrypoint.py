"""entrypoint.sh, run for real on stand-ins for what it starts."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest

from .environment import COMPLETE as EVERYTHING
from .environment import SECRETS
from .stubs import Container, await_true

COMPLETE = EVERYTHING | {"ODOO_NEUTRALIZE": "0"}
TOLD_BY = {"odoo": "SIGTERM", "nginx": "SIGQUIT"}  # for nginx, SIGTERM is the hard way
HANDED_ON = {
    "PATH", "HOME", "LANG", "TZ",
    "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_",
}  # fmt: skip
# what Odoo 19 would read by itself, and let win over its file
HOSTILE = {
    "ODOO_LIST_DB": "1",
    "PGHOST": "elsewhere",
    "PGPASSWORD": "pg-secret-5",
}


@pytest.fixture
def container(tmp_path):
    container = Container(tmp_path)
    container.installed("base", "web", "account")
    yield container
    container.clean_up()


@pytest.fixture
def running(container):
    container.start(environment=COMPLETE | HOSTILE)
    container.await_parts()
    return container


def command_lines() -> str:
    lines = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                lines.append((entry / "cmdline").read_bytes().decode(errors="replace"))
            except OSError:
                continue
    return "\n".join(lines)


def test_odoo_and_nginx_are_started_on_the_rendered_files(running):
    starts = {event["part"]: event["arguments"] for event in running.events("start")}
    assert starts["odoo"] == ["--config", str(running.run_dir / "odoo.conf")]
    assert starts["nginx"][-2:] == ["-c", str(running.run_dir / "nginx.conf")]
    assert "db_host = db.example" in (running.run_dir / "odoo.conf").read_text()
    assert stat.S_IMODE(running.run_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((running.run_dir / "odoo.conf").stat().st_mode) == 0o600


def test_no_variable_reaches_the_processes_but_harmless_ones(running):
    for event in running.events("start"):
        assert event["environment"].keys() == HANDED_ON, event["part"]


def test_no_secret_is_in_a_command_line_or_in_the_output(running):
    lines = command_lines()
    for secret in [*SECRETS.values(), "pg-secret-5"]:
        assert secret not in lines
        assert secret not in running.output


def test_options_after_odoo_reach_odoo(container):
    container.start("odoo", "--dev", "xml", environment=COMPLETE)
    container.await_parts()
    (odoo,) = [event for event in container.events("start") if event["part"] == "odoo"]
    assert odoo["arguments"][2:] == ["--dev", "xml"]


def test_missing_modules_are_installed_before_anything_serves(container):
    container.installed("base")
    container.start(environment=COMPLETE | HOSTILE)
    container.await_parts()
    install = container.events()[0]
    assert install["event"] == "install"
    assert install["arguments"][2:4] == ["--init", "web,account"]
    assert "--no-http" in install["arguments"]
    assert install["environment"].keys() == HANDED_ON
    assert container.story()[0] == "odoo install"
    assert sorted(container.story()[1:]) == ["nginx start", "odoo start"]


def test_a_failing_installation_ends_with_its_status_and_starts_nothing(container):
    container.installed("base")
    container.plan("odoo.install", 5)
    container.start(environment=COMPLETE)
    assert container.ended() == 5
    assert container.story() == ["odoo install"]


@pytest.fixture
def addon(tmp_path):
    """``account``, which is installed, as one of ours; returns a file of it."""
    file = tmp_path / "addons" / "account" / "__manifest__.py"
    file.parent.mkdir(parents=True)
    file.write_text("{}")
    return file


def updates(container: Container) -> list[str]:
    return [
        event["arguments"][event["arguments"].index("--update") + 1]
        for event in container.events("install")
        if "--update" in event["arguments"]
    ]


@pytest.mark.slow
def test_an_addon_that_has_changed_is_updated_once(container, addon):
    environment = COMPLETE | {"ODOO_ADDONS_PATH": str(addon.parents[1])}

    def upgraded() -> list[str]:
        container.start("upgrade", environment=environment)
        assert container.ended() == 0
        return updates(container)

    assert upgraded() == ["account"], "nobody knows what the database was brought to"
    assert upgraded() == ["account"]
    addon.write_text("{'version': '19.0.2.0.0'}")
    assert upgraded() == ["account", "account"]
    assert upgraded() == ["account", "account"]
    assert container.events("start") == [], "upgrade serves nothing"


def test_a_copy_is_neutralized_before_anything_serves(container):
    container.plan("odoo.ends", 6)
    container.start(environment=EVERYTHING)
    assert container.ended() == 6, "or nothing serves"
    (neutralize,) = container.events()
    conf = str(container.run_dir / "odoo.conf")
    assert neutralize["arguments"] == ["neutralize", "--config", conf, "--database", "books"]
    assert neutralize["environment"].keys() == HANDED_ON


@pytest.mark.slow
def test_an_update_that_fails_is_tried_again(container, addon):
    environment = COMPLETE | {"ODOO_ADDONS_PATH": str(addon.parents[1])}
    container.plan("odoo.install", 5)
    container.start(environment=environment)
    assert container.ended() == 5
    container.forget("odoo.install")
    container.start(environment=environment)
    container.await_parts()
    assert updates(container) == ["account", "account"]


@pytest.mark.slow
def test_a_second_instance_waits_for_the_first_and_finds_nothing_to_do(container):
    container.installed("base")
    container.plan("locked")
    container.start(environment=COMPLETE)
    await_true(lambda: "another instance is installing or upgrading" in container.output, container)
    assert container.events() == []
    container.installed("base", "web", "account")
    container.forget("locked")
    container.await_parts()
    assert container.events("install") == []


def test_it_can_be_stopped_while_it_waits_for_the_first(container):
    container.plan("locked")
    container.start(environment=COMPLETE)
    await_true(lambda: "another instance" in container.output, container)
    container.process.send_signal(signal.SIGTERM)
    assert container.ended(5) == 143
    assert container.clean_up() == []


def test_no_lock_is_taken_where_it_would_be_lost(container):
    container.plan("transaction_pooler")
    container.start(environment=COMPLETE)
    assert container.ended() == 78
    assert "POSTGRES_SESSION_PORT=6433 at db.example is a transaction pooler's" in container.output
    assert container.events() == []


def test_a_module_that_was_not_installed_is_named_and_nothing_serves(container):
    container.installed("base")
    container.plan("unknown_module", "account")
    container.start(environment=COMPLETE)
    assert container.ended() == 78
    assert container.story() == ["odoo install"]
    assert "account was not installed. Is its name right" in container.output
    assert "/srv/ours:/srv/oca" in container.output


@pytest.mark.slow
@pytest.mark.parametrize(("part", "other"), [("odoo", "nginx"), ("nginx", "odoo")])
@pytest.mark.parametrize("status", [0, 3])
def test_a_part_that_ends_ends_all_with_its_status(container, part, other, status):
    container.plan(f"{part}.ends", status)
    container.start(environment=COMPLETE)
    assert container.ended() == status
    assert container.clean_up() == []
    told = {(event["part"], event["event"]) for event in container.events("SIGTERM", "SIGQUIT")}
    assert told in ({(other, TOLD_BY[other])}, set()), "or it was told before it could listen"


def test_a_part_that_is_killed_ends_all_with_the_status_of_the_signal(running):
    (odoo,) = [event for event in running.events("start") if event["part"] == "odoo"]
    os.kill(odoo["pid"], signal.SIGKILL)
    assert running.ended() == 128 + signal.SIGKILL
    assert {event["part"] for event in running.events("SIGQUIT")} == {"nginx"}
    assert running.events("SIGTERM") == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_each_part_is_told_once_and_waited_for(running, number):
    running.process.send_signal(number)
    await_true(lambda: bool(running.events("SIGTERM")), running)
    running.process.send_signal(number)  # an impatient platform: must change nothing
    assert running.ended() == 0
    assert [event["part"] for event in running.events("SIGTERM")] == ["odoo"]
    assert {event["part"] for event in running.events("SIGQUIT")} == {"nginx"}
    assert sorted(event["part"] for event in running.events("end")) == ["nginx", "odoo"]
    assert running.clean_up() == []


def test_nginx_closes_the_port_before_odoo_is_told(running):
    """What waits for one of Odoo's workers is answered still."""
    running.process.send_signal(signal.SIGTERM)
    assert running.ended() == 0
    story = running.story()
    assert story.index("nginx end") < story.index("odoo SIGTERM")


@pytest.mark.slow
def test_odoo_is_told_even_if_websockets_keep_nginx_open(container):
    container.plan("nginx.lasts")
    container.start(environment=COMPLETE)
    container.await_parts()
    container.process.send_signal(signal.SIGTERM)
    await_true(lambda: "odoo end" in container.story(), container, 8)
    assert "nginx end" not in container.story()
    container.forget("nginx.lasts")
    assert container.ended() == 0


@pytest.mark.slow
def test_it_waits_for_the_database_and_says_so(container):
    container.plan("refuse")
    container.start(environment=COMPLETE)
    await_true(lambda: "waiting for database books at" in container.output, container)
    lines = command_lines()
    assert container.events() == []
    assert [secret for secret in SECRETS.values() if secret in lines + container.output] == []
    container.forget("refuse")
    container.await_parts()


def test_it_can_be_stopped_while_it_waits_for_the_database(container):
    container.plan("refuse")
    container.start(environment=COMPLETE)
    await_true(lambda: "waiting for database" in container.output, container)
    container.process.send_signal(signal.SIGTERM)
    assert container.ended(5) == 143
    assert container.clean_up() == []
    assert container.events() == []


def test_it_can_be_stopped_while_modules_are_installed(container):
    container.installed()
    container.plan("slow_install")
    container.start(environment=COMPLETE)
    await_true(lambda: bool(container.events("install")), container)
    container.process.send_signal(signal.SIGTERM)
    assert container.ended(5) == 143
    assert container.clean_up() == [], "the installation has to end before the container does"
    assert container.story() == ["odoo install", "odoo SIGTERM"]


def test_odoo_bin_runs_one_command_on_the_rendered_file(container):
    container.plan("odoo.ends", 4)
    container.start("odoo-bin", "shell", "-d", "books", environment=COMPLETE | HOSTILE)
    assert container.ended() == 4
    (odoo,) = container.events()
    assert odoo["arguments"] == ["shell", "-d", "books"]
    assert odoo["environment"].keys() == HANDED_ON | {"ODOO_RC"}
    assert "db_name = books" in Path(odoo["environment"]["ODOO_RC"]).read_text()


def test_shell_is_the_shell_of_odoo(container):
    container.plan("odoo.ends", 0)
    container.start("shell", "--shell-interface=python", environment=COMPLETE)
    assert container.ended() == 0
    (odoo,) = container.events()
    assert odoo["arguments"] == ["shell", "--no-http", "--shell-interface=python"]
    assert odoo["environment"].keys() == HANDED_ON | {"ODOO_RC"}


def test_odoo_bin_tells_its_version_without_any_setting(container):
    container.plan("odoo.ends", 0)
    container.start("odoo-bin", "--version", environment={})
    assert container.ended() == 0
    assert container.events()[0]["arguments"] == ["--version"]


def test_any_other_command_is_run_as_it_is(container):
    container.start("sh", "-c", "echo $$ $PORT; exit 7", environment=COMPLETE)
    assert container.ended() == 7
    assert container.output == f"{container.process.pid} 8080\n"


def test_an_unknown_command_is_not_found(container):
    container.start("odoo-bim", environment=COMPLETE)
    assert container.ended() == 127
    assert "odoo-bim" in container.output
