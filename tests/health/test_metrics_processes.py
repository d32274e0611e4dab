"""Counting in several processes that come and go, as Odoo's workers do."""

from __future__ import annotations

import signal

import pytest

from . import counting

COUNT = "odoo_http_request_duration_seconds_count"


@pytest.mark.slow
def test_nothing_is_lost_and_no_file_added_over_fifty_generations(tmp_path):
    outcome = counting.run(tmp_path, "recycles")

    assert outcome.total(COUNT) == outcome.truth["count"] > 0
    slots = [name for name in outcome.truth["files"] if name.endswith(".lock")]
    assert len(slots) <= 1 + 4 + 1  # the parent, four workers, one that is not quite gone
    assert len(outcome.truth["files"]) <= 3 * len(slots)


@pytest.mark.slow
def test_a_kill_in_mid_write_costs_no_other_count(tmp_path):
    outcome = counting.run(tmp_path, "killed_while_writing")

    told, kills = outcome.truth["told"], outcome.truth["kills"]
    assert told <= outcome.total(COUNT) <= told + kills
    whole = {
        tuple(sorted(labels - {("le", "+Inf")})) for name, labels in outcome.openmetrics
        if ("le", "+Inf") in labels
    }  # fmt: skip
    assert whole == {tuple(sorted(each.items())) for each in outcome.label_sets(COUNT)}
    assert len([name for name in outcome.truth["files"] if name.endswith(".lock")]) <= 3


@pytest.mark.slow
def test_a_server_that_executes_itself_again_goes_on_counting(tmp_path):
    outcome = counting.run(tmp_path, "executed_again")

    assert outcome.total(COUNT) == outcome.truth["count"]
    assert outcome.truth["folders"] == 1


def test_a_server_that_ends_leaves_nothing(tmp_path):
    assert counting.run(tmp_path, "ends").truth["folders"] == 1
    assert not list(tmp_path.iterdir())


def test_the_folder_of_a_killed_server_goes_when_the_next_begins_and_counts_from_zero(tmp_path):
    counting.run(tmp_path, "dies", status=-signal.SIGKILL)
    [left] = tmp_path.iterdir()

    outcome = counting.run(tmp_path, "ends")

    assert outcome.truth["folders"] == 1
    assert not left.exists()
    assert outcome.total(COUNT) == 3


def test_the_folder_is_nobody_elses_and_a_planted_one_is_not_used(tmp_path):
    (tmp_path / "odoo-metrics-1-1").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept").touch()

    counting.run(tmp_path, "ends")

    assert (tmp_path / "elsewhere" / "kept").exists()


def test_a_disk_that_is_full_costs_counts_and_no_request(tmp_path):
    outcome = counting.run(tmp_path, "full_disk")

    assert 0 < outcome.total(COUNT) < 2000
    assert outcome.log.count("Traceback") == 1


def test_gauges_are_of_processes_that_live(tmp_path):
    outcome = counting.run(tmp_path, "kinds")

    assert [kind for _number, _pid, kind in outcome.truth["live"]] == ["master", "http"]
    [labels] = outcome.label_sets("odoo_database_pool_connections")
    assert labels.pop("slot") in "12"
    assert labels == {"kind": "http", "mode": "rw", "state": "in use"}
    assert outcome.total("odoo_database_pool_connections") == 1


def test_a_label_set_whose_process_was_killed_while_it_was_made_is_not_told(tmp_path):
    """Without its last bucket, no parser takes a histogram."""
    from metrics.merging import merged
    from prometheus_client.mmap_dict import MmapedDict, mmap_key

    file = MmapedDict(str(tmp_path / "histogram_1.db"))
    for route, bounds in (("/whole", ("1.0", "+Inf")), ("/partial", ("1.0",))):
        for bound in bounds:
            names, values = ["route", "le"], [route, bound]
            file.write_value(mmap_key("odoo_x", "odoo_x_bucket", names, values, "words"), 1.0, 0.0)
    file.close()

    [family] = merged([tmp_path / "histogram_1.db"], {})

    assert {sample.labels["route"] for sample in family.samples} == {"/whole"}
