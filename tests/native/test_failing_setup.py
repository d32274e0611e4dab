"""What a set-up says and leaves behind when a download fails, the disk is full, or it is killed."""

from __future__ import annotations

import hashlib
import shutil
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from native import commands, virtualenvs
from native.places import Places
from native.progress import SetupError
from native.stamps import Stamp, require_free_space

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a new environment takes seconds, a copy of it none."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    virtualenvs._create(folder, what="environment", log=folder.with_suffix(".log"))
    return folder


@pytest.fixture
def places(tmp_path: Path, empty_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setattr(
        virtualenvs,
        "_create",
        lambda folder, **_: shutil.copytree(empty_environment, folder, symlinks=True),
    )
    return Places(checkout=tmp_path, home=tmp_path / ".native")


@pytest.fixture
def locked_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A folder with one wheel, the only place pip looks into, and a lock that names its hash."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel = wheels / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "ANSWER = 42\n")
        archive.writestr(
            "tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
        )
        archive.writestr(
            "tiny-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    lock = tmp_path / "lock.txt"
    lock.write_text(f"tiny==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return wheel, lock


def _ensure(places: Places, lock: Path) -> Path:
    return virtualenvs.ensure(places, "t", [lock], title="tiny things", megabytes=1)


def test_a_failed_download_leaves_nothing_that_breaks_the_next_run(
    places: Places, locked_wheel: tuple[Path, Path]
) -> None:
    wheel, lock = locked_wheel
    hidden = wheel.rename(wheel.with_suffix(".hidden"))
    with pytest.raises(SetupError, match="tiny things failed") as failure:
        _ensure(places, lock)
    assert "Run the same command again" in str(failure.value)
    hidden.rename(wheel)
    python = _ensure(places, lock)
    commands.run(
        [python, "-c", "import tiny; assert tiny.ANSWER == 42"], what="use", log=places.home / "log"
    )


def test_a_second_call_changes_nothing(places: Places, locked_wheel: tuple[Path, Path]) -> None:
    python = _ensure(places, locked_wheel[1])
    before = python.parent.parent.stat().st_mtime_ns
    shutil.rmtree(locked_wheel[0].parent)  # nothing to install from: a new install would fail
    assert _ensure(places, locked_wheel[1]) == python
    assert python.parent.parent.stat().st_mtime_ns == before


def test_two_at_once_make_one_environment(
    places: Places, locked_wheel: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    create = virtualenvs._create

    def counted(folder: Path, **options: object) -> None:
        made.append(folder)
        create(folder, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(virtualenvs, "_create", counted)
    with ThreadPoolExecutor(2) as pool:
        pythons = set(pool.map(lambda _: _ensure(places, locked_wheel[1]), range(2)))
    assert len(pythons) == len(made) == 1


def test_another_lock_makes_another_environment(
    places: Places, locked_wheel: tuple[Path, Path]
) -> None:
    _ensure(places, locked_wheel[1])
    locked_wheel[1].write_text("tiny==1.0 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(SetupError, match="not what the lock file promises"):
        _ensure(places, locked_wheel[1])


def test_a_folder_without_its_stamp_is_not_trusted(
    places: Places, locked_wheel: tuple[Path, Path]
) -> None:
    python = _ensure(places, locked_wheel[1])
    (places.stamps / "venv-t").unlink()  # as after a kill in the middle of the installation
    rubbish = python.parent.parent / "half"
    rubbish.touch()
    _ensure(places, locked_wheel[1])
    assert not rubbish.exists()


def test_wheels_are_unpacked_at_one_stroke(places: Places, locked_wheel: tuple[Path, Path]) -> None:
    destination = places.home / "tiny"
    found = virtualenvs.ensure_target(
        places, "tiny", destination, locked_wheel[1], Path(sys.executable), title="tiny"
    )
    assert (found / "tiny.py").is_file()
    assert not (places.home / "partial" / "tiny").exists()


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(SetupError, match="The disk is full: free some space"):
        commands.run(
            ["sh", "-c", "dd if=/dev/zero of=/dev/full count=1"],
            what="Writing",
            log=tmp_path / "log",
        )


def test_too_little_space_is_said_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"Odoo needs about \d+ MB, and the disk of .* free"):
        require_free_space(tmp_path / "not" / "yet", 10**9, "Odoo")


def test_a_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="the program dpkg-nowhere is missing"):
        commands.run(["dpkg-nowhere"], what="Unpacking", log=tmp_path / "log")


def test_a_stamp_holds_for_its_inputs_only(places: Places, tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a")
    Stamp(places, "s", ["x", lock]).set()
    assert Stamp(places, "s", ["x", lock]).holds()
    lock.write_text("b")
    assert not Stamp(places, "s", ["x", lock]).holds()
