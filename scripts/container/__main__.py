"""``python3 scripts/container VERB``: see ``make help``."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

if __package__ in (None, ""):  # started as a folder: make our packages importable
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from container import images, stand_ins
from container.engine import Engine, ensure_engine
from native import environment
from native.places import Places
from native.progress import SetupError


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


def test(places: Places, engine: Engine) -> int:
    """build both images and test them"""
    python = environment.test_python(places)
    return subprocess.run(
        [python, "-m", "pytest", "tests/container"], cwd=places.checkout, check=False
    ).returncode


VERBS = {"stand-ins": make_stand_ins, "build": build, "test": test, "clean": clean}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/container", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, task in VERBS.items():
        verbs.add_parser(name, help=task.__doc__)
    verb = parser.parse_args(arguments).verb
    places = Places()
    try:
        return VERBS[verb](places, ensure_engine(places.home / "logs" / "container.log"))
    except KeyboardInterrupt:
        return 130
    except SetupError as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
