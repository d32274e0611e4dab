"""``python3 scripts/container VERB``: see ``make help``."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

if __package__ in (None, ""):  # started as a folder: make our packages importable
    _scripts = Path(__file__).resolve().parent.parent
    sys.path[:1] = [str(_scripts), str(_scripts.parent)]

from container import images, stand_ins
from container.engine import Engine, ensure_engine
from native import environment
from native.places import Places
from native.progress import SetupError


def check(places: Places, engine: Engine) -> int:
    """whether containers can run on this machine"""
    return 0  # or there would be no engine


def make_stand_ins(places: Places, engine: Engine) -> int:
    """make the base images from Debian's newest packages"""
    for stand_in in stand_ins.ALL:
        print(stand_ins.ensure(places, engine, stand_in, newest=True))
    return 0


def build(places: Places, engine: Engine) -> int:
    """build both images; print their sizes"""
    for image in images.ALL:
        tag = images.build(places, engine, image)
        print(f"{tag}: {images.megabytes(engine, tag)} MB")
    return 0


def clean(places: Places, engine: Engine) -> int:
    """remove all images; the base images' root folders stay in the user's cache"""
    engine.run("podman", "rmi", "--all", "--force", what="Removing the images")
    return 0


VERBS = {"check": check, "stand-ins": make_stand_ins, "build": build, "clean": clean}
MODULES = {
    "test": ("pytest", "tests/container"),
    "soak": ("tests.container.soak",),
    "bench-memory": ("tests.bench.memory",),
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/container", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, task in VERBS.items():
        verbs.add_parser(name, help=task.__doc__)
    for name, module in MODULES.items():
        verbs.add_parser(name, help=f"python -m {' '.join(module)} on the images", add_help=False)
    args, options = parser.parse_known_args(arguments)
    if options and args.verb in VERBS:
        parser.error(f"unknown: {' '.join(options)}")
    places = Places()
    try:
        engine = ensure_engine(places.home / "logs" / "container.log")
        if args.verb in VERBS:
            return VERBS[args.verb](places, engine)
        python = environment.test_python(places)
        command: list[str | Path] = [python, "-m", *MODULES[args.verb], *options]
        return subprocess.run(command, cwd=places.checkout, check=False).returncode
    except KeyboardInterrupt:
        return 130
    except SetupError as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
