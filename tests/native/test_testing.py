"""In what order `make test` runs the groups, played: which do so side by side, and which alone."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from native import environment, testing
from native.places import Places

PARTS = {"fast-boot", "fast-ai", "fast-rest", "odoo"}
AFTER_THE_FAST = {"ocr", "lint", "installation"}
WHOLE = {"stack", "stack-beside"}


class Played:
    """Groups that do nothing but note, for each, what ran when it began and what had ended."""

    def __init__(self) -> None:
        self.beside: dict[str, set[str]] = {}
        self.ended_before: dict[str, set[str]] = {}
        self._running: set[str] = set()
        self._ended: set[str] = set()
        self._changed = threading.Condition()
        self.images_last_until = ""  # the group that ends before they do

    def group(self, name: str, *_arguments: object, **_options: object) -> None:
        with self._changed:
            assert name not in self.beside, "each group runs once"
            self.beside[name] = set(self._running)
            self.ended_before[name] = set(self._ended)
            self._running.add(name)
        if name == "images" and self.images_last_until:
            with self._changed:
                assert self._changed.wait_for(lambda: self.images_last_until in self._ended, 20)
        with self._changed:
            self._running.remove(name)
            self._ended.add(name)
            self._changed.notify_all()


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Played:
    played = Played()
    for name in ("_require_programs", "_require_engine"):
        monkeypatch.setattr(testing, name, lambda *_: None)
    for name in ("ocr_python", "test_python", "engine_python"):
        monkeypatch.setattr(environment, name, lambda _places: Path("python"))
    parts = SimpleNamespace(ocr_python=Path("python"))
    monkeypatch.setattr(environment, "ensure", lambda _places: parts)
    for name in ("pytest", "pytest_ocr", "run"):
        monkeypatch.setattr(testing, name, played.group)
    monkeypatch.setattr(testing, "odoo", lambda *_: played.group("odoo"))
    monkeypatch.setattr(testing, "_report", lambda *_: 0)
    return played


def everything(tmp_path: Path, *, containers: bool = True) -> None:
    testing.everything(Places(tmp_path, tmp_path / ".native"), containers=containers)


@pytest.mark.parametrize("images_last_until", ["", "odoo", "lint"])
def test_all_groups_run_and_the_timed_ones_first(played, tmp_path, images_last_until) -> None:
    played.images_last_until = images_last_until
    everything(tmp_path)
    last = {"browser", "container"}
    assert played.beside.keys() == PARTS | AFTER_THE_FAST | {"images"} | WHOLE | last
    assert played.beside["stack"] <= WHOLE
    for name in WHOLE:
        assert played.ended_before[name] >= PARTS | AFTER_THE_FAST | {"images"}
    assert "stack" in played.ended_before["browser"] & played.ended_before["container"]


def test_what_minds_nothing_follows_the_fast_groups(played, tmp_path) -> None:
    """Odoo's own tests take longest, on one processor."""
    everything(tmp_path)
    assert played.ended_before["ocr"] >= {"fast-ai", "fast-rest"}
    assert played.ended_before["lint"] >= {"ocr"}
    assert played.ended_before["installation"] >= {"lint"}


def test_without_containers_no_image_is_made(played, tmp_path) -> None:
    everything(tmp_path, containers=False)
    assert played.beside.keys() == PARTS | AFTER_THE_FAST | {"browser"} | WHOLE
    assert "lint" in played.ended_before["stack"]
