"""``python3 scripts/native VERB``: see ``make help``."""

from __future__ import annotations

import argparse
import errno
import sys
from pathlib import Path

if __package__ in (None, ""):  # started as a folder: make our own package importable
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from native import environment, linting, running, tasks, testing
from native.places import Places
from native.progress import SetupError

TASKS = {
    "samples": tasks.samples,
    "bench-users": tasks.bench_users,
    "bench-slow-clients": tasks.bench_slow_clients,
    "bench-answers": tasks.bench_answers,
    "bench-health": tasks.bench_health,
    "bench-ai-memory": tasks.bench_ai_memory,
    "screenshots": tasks.screenshots,
    "manifests": tasks.manifests,
    "manifests-odoo": tasks.manifests_odoo,
    "bench-manifests": tasks.bench_manifests,
    "lint": linting.lint,
    "audit": linting.audit,
}
_OLDEST, _NEWEST = (3, 10), (3, 13)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/native", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("run", help="set up what is missing and start everything")
    verbs.add_parser("setup", help="set up what is missing")
    verbs.add_parser("setup-ocr", help="set up the OCR service only")
    verbs.add_parser("setup-manifests", help="set up what scripts/validate-manifests.py needs")
    verbs.add_parser("setup-test", help="set up the test tools; prints their Python")
    verbs.add_parser("setup-engine", help="set up the tests' language model; prints its Python")
    test = verbs.add_parser("test", help="run every test")
    test.add_argument("--no-containers", action="store_true", help="but those of the images")
    verbs.add_parser("test-fast", help="run the tests that need neither Odoo nor weights")
    for verb, task in TASKS.items():
        verbs.add_parser(verb, help=task.__doc__)
    return parser


def main(arguments: list[str]) -> int:
    args = _parser().parse_args(arguments)
    verb = args.verb
    places = Places()
    try:
        if not _OLDEST <= sys.version_info[:2] <= _NEWEST:
            raise SetupError(
                f"Python {sys.version.split()[0]} is not supported: use 3.10 to 3.13, "
                "for example `make run PYTHON=python3.12`."
            )
        if verb == "run":
            running.run(places)
        elif verb == "setup":
            with running.only_one(places.home):
                environment.ensure(places)
        elif verb == "setup-ocr":
            print(environment.ocr_python(places))
        elif verb == "setup-manifests":
            print(environment.manifests_python(places))
        elif verb == "setup-test":
            print(environment.test_python(places))
        elif verb == "setup-engine":
            print(environment.engine_python(places))
        elif verb == "test":
            with running.only_one(places.home):
                return testing.everything(places, containers=not args.no_containers)
        elif verb == "test-fast":
            return testing.fast(places)
        else:
            return TASKS[verb](places)
    except KeyboardInterrupt:
        return 130
    except SetupError as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(
            f"\n✗ The disk is full ({error.filename or places.home}). Free some space and run the "
            "same command again; what is finished is kept.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
