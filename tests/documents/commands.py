"""Whether a command in a document is one: ours, with options it has, or a known program's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from . import repository
from .markdown import CHECKOUT

# what a reader has to have, or every shell has
OUTSIDE = {
    ".", "apt-get", "cat", "cd", "chmod", "cp", "curl", "date", "echo", "envsubst", "gh", "git",
    "head", "jq", "mv", "openssl", "pg_restore", "pip", "pre-commit", "printf", "prometheus",
    "psql", "rclone", "rm", "set", "tail", "tar", "uv",
}  # fmt: skip

# docs.digitalocean.com/reference/doctl/reference/apps, by hand, of what we use
DOCTL = {
    "auth init": set(),
    "apps list": {"--format"},
    "apps create": {"--spec", "--wait", "--format"},
    "apps update": {"--spec", "--wait", "--format", "--update-sources"},
    "apps create-deployment": {"--force-rebuild", "--wait", "--format"},
    "apps list-deployments": {"--format"},
    "apps logs": {"--type", "--follow", "--deployment", "--tail"},
    "apps spec get": set(),
    "apps spec validate": {"--schema-only"},
}
LOG_TYPES = {"build", "deploy", "run", "run_restarted"}

DOCKER_RUN_WITH_VALUE = {
    "--env-file", "--env", "-e", "--name", "--network", "--publish", "-p", "--memory", "--user",
    "--volume",
}  # fmt: skip
DOCKER_RUN = DOCKER_RUN_WITH_VALUE | {"--rm", "--interactive", "-i", "--detach", "-T"}
OURS = ("insightpulse-odoo", "odoo")
"""The image's name, and that of its service in docker-compose.yml."""


def faults(words: Sequence[str]) -> Iterator[str]:
    """A sentence for each thing in one command that does not exist."""
    program, *rest = words
    if program == "make":
        yield from _make(rest)
    elif program == "doctl":
        yield from _doctl(rest)
    elif program == "docker":
        yield from _docker(rest)
    elif program.endswith("entrypoint.sh"):
        yield from _verb(rest)
    elif program.rpartition("/")[2].startswith("python"):
        yield from _python(program, rest)
    elif "/" in program:
        yield from _script(program, rest)
    elif program not in OUTSIDE:
        yield f"{program}: neither a program of ours nor a known one"


def verbs_in(words: Sequence[str]) -> list[str]:
    """What a command hands to ``entrypoint.sh``; empty when it does not start it."""
    if words[0].endswith("entrypoint.sh"):
        return [*words[1:]]
    if words[0] != "docker":
        return []
    rest = _after_options(words)
    return rest[1:] if rest and rest[0].endswith("entrypoint.sh") else rest


def _after_options(words: Sequence[str]) -> list[str]:
    """What follows the image's or the service's name in ``docker run`` and ``docker compose``."""
    subcommand, *rest = words[2:] if words[1:2] == ["compose"] else words[1:]
    if subcommand not in ("run", "exec"):
        return []
    while rest and rest[0].startswith("-"):
        rest = rest[2:] if rest[0] in DOCKER_RUN_WITH_VALUE else rest[1:]
    return rest[1:] if rest and rest[0] in OURS else []


def _make(rest: Sequence[str]) -> Iterator[str]:
    for word in rest:
        name, equals, _ = word.partition("=")
        if equals and name not in repository.task_variables():
            yield f"make: no variable {name}"
        elif not equals and word not in repository.tasks():
            yield f"make: no task {word}"


def _doctl(rest: Sequence[str]) -> Iterator[str]:
    known = [name for name in DOCTL if list(rest[: name.count(" ") + 1]) == name.split()]
    if not known:
        yield f"doctl {' '.join(rest[:2])}: unknown"
        return
    options = DOCTL[max(known, key=len)]
    for word, value in zip(rest, [*rest[1:], ""]):
        if word.startswith("--") and word not in options:
            yield f"doctl {known[0]}: no option {word}"
        if word == "--type" and value not in LOG_TYPES:
            yield f"doctl {known[0]}: no logs of type {value}"


def _docker(rest: Sequence[str]) -> Iterator[str]:
    words = ["docker", *rest]
    if rest[:1] == ["run"]:
        for word in rest[1:]:
            if word in OURS or word.startswith("insightpulse-"):
                break
            if word.startswith("-") and word not in DOCKER_RUN:
                yield f"docker run: unknown option {word}"
    if handed_on := verbs_in(words):
        yield from _verb(handed_on)


def _verb(rest: Sequence[str]) -> Iterator[str]:
    if rest and rest[0] not in repository.verbs():
        yield f"entrypoint.sh: no verb {rest[0]}"


def _python(program: str, rest: Sequence[str]) -> Iterator[str]:
    if rest[:1] != ["-m"]:
        return
    module = rest[1]
    places = (CHECKOUT, CHECKOUT / "ocr", CHECKOUT / "scripts")
    path = module.replace(".", "/")
    if module not in ("pytest", "venv", "pip") and not any(
        (place / path).is_dir() or (place / f"{path}.py").is_file() for place in places
    ):
        yield f"{program} -m {module}: no such module"


def _script(program: str, rest: Sequence[str]) -> Iterator[str]:
    name = program.removeprefix("./")
    if repository.is_made(CHECKOUT / name) or name.startswith(("venv/", "/")):
        return
    if name not in repository.files():
        yield f"{program}: no such script"
        return
    for word in rest:
        option = word.partition("=")[0]
        if option.startswith("--") and not re.search(
            rf"(?<![\w-]){re.escape(option)}(?![\w-])", f"--help {repository.help_of(name)}"
        ):
            yield f"{program}: its --help has no {option}"
