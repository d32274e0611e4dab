"""How long the manifest checkers take for the same 70 addons: `make bench-manifests`.

    python -m tests.bench.manifests BIN FOLDER…

BIN holds the other checkers, each FOLDER addons. Seventy of them, evenly spread over the alphabet,
are copied into one folder; every checker gets that. Each line is the best of several tries, as a
user starts the command, with the start of Python. On a busy machine look at the processors' time.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ADDONS = 70


@dataclass(frozen=True)
class Checker:
    """A command, what it looks at, and how often it is tried."""

    name: str
    looks_at: str
    command: Sequence[str | Path]
    tries: int = 5


def checkers(tools: Path, tree: Path) -> list[Checker]:
    addons = sorted(tree.iterdir())
    return [
        Checker(
            "validate-manifests", "manifests, files, assets, code's syntax",
            [sys.executable, CHECKOUT / "scripts" / "validate-manifests.py", tree],
        ),
        Checker(
            "  … from two addons up", "the same for 2 addons: what starting costs",
            [sys.executable, CHECKOUT / "scripts" / "validate-manifests.py", *addons[:2]],
        ),
        Checker(
            "manifestoo", "dependencies and licences, in two calls",
            ["/bin/sh", "-c", 'for verb in check-dependencies check-licenses; do '
             '"$0" --addons-path "$1" --select-addons-dir "$1" "$verb" --transitive; done',
             tools / "manifestoo", tree],
        ),
        Checker(
            "oca-checks-odoo-module", "manifests, README, XML, CSV",
            [tools / "oca-checks-odoo-module", *addons],
        ),
        Checker(
            "pylint-odoo, manifests only", "manifests",
            [tools / "pylint", "--load-plugins=pylint_odoo", "--disable=all",
             "--enable=" + ",".join(_MANIFEST_CHECKS), *(a / "__manifest__.py" for a in addons)],
            tries=2,
        ),
        Checker(
            "pylint-odoo, all of Odoo's checks", "manifests and Python",
            [tools / "pylint", "--load-plugins=pylint_odoo", "--disable=all", "--enable=odoolint",
             "--jobs=0", *addons],
            tries=1,
        ),
    ]  # fmt: skip


_MANIFEST_CHECKS = (
    "license-allowed", "manifest-author-string", "manifest-data-duplicated",
    "manifest-deprecated-key", "manifest-external-assets", "manifest-required-author",
    "manifest-required-key", "manifest-version-format", "resource-not-exist",
)  # fmt: skip


def copy(folders: Sequence[Path], into: Path) -> None:
    """Copy seventy of the addons in ``folders``, without translations."""
    found = sorted(
        (path.parent for folder in folders for path in folder.glob("*/__manifest__.py")),
        key=lambda path: path.name,
    )
    for addon in found[:: max(len(found) // ADDONS, 1)][:ADDONS]:
        shutil.copytree(
            addon, into / addon.name, ignore=shutil.ignore_patterns("i18n", "__pycache__"),
            ignore_dangling_symlinks=True,
        )  # fmt: skip


def best(checker: Checker) -> tuple[float, float, int]:
    """The shortest time and the least of the processors' in seconds, and the exit status."""
    times, processors = [], []
    for _ in range(checker.tries):
        start, before = time.monotonic(), _processors()
        ran = subprocess.run(
            checker.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
        times.append(time.monotonic() - start)
        processors.append(_processors() - before)
    return min(times), min(processors), ran.returncode


def _processors() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: Sequence[str]) -> int:
    tools, *folders = map(Path, arguments)
    with tempfile.TemporaryDirectory(prefix="manifests-") as name:
        tree = Path(name) / "addons"
        copy(folders, tree)
        files = [path for path in tree.rglob("*") if path.is_file()]
        code = sum(path.stat().st_size for path in files if path.suffix == ".py")
        print(
            f"{len(list(tree.iterdir()))} addons, {len(files):,} files, "
            f"{code / 1e6:.1f} MB of Python\n"
        )
        print(f"{'':34} {'seconds':>8} {'of CPU':>8} {'exit':>5}  looks at")
        for checker in checkers(tools, tree):
            seconds, cpu, status = best(checker)
            print(
                f"{checker.name:34} {seconds:8.2f} {cpu:8.2f} {status:5}  {checker.looks_at}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
