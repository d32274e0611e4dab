"""Links, files, variables and commands that a document names, and that have to exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields

from boot.settings import Settings

from . import commands, repository, shell
from .markdown import CHECKOUT, Document, Part

_EXTENSIONS = (
    "py", "sh", "yaml", "yml", "md", "txt", "in", "toml", "template", "conf", "json", "xml", "csv",
)  # fmt: skip
_PATH = re.compile(rf"(?:[\w.*-]+/)+[\w.*-]*|[\w*-][\w.*-]*\.(?:{'|'.join(_EXTENSIONS)})")
_TREES = ("addons/", "boot/", "infra/", "oca/", "ocr/", "scripts/", "tests/", ".github/", "docs/")

# a reader's own, which no file of ours can hold
PLACEHOLDERS = {"APP_ID", "DEPLOYMENT_ID"}

# made when the product runs
MADE = {"odoo.conf", "nginx.conf", "files/"}
# a name that begins like this is one of the settings, and not made up for a command
_PREFIXES = ("ODOO_", "POSTGRES_", "S3_", "OCR_", "AI_", "INTERNAL_")
PROGRAMS = ("make ", "doctl ", "docker ", "gh ", "scripts/", "entrypoint.sh ", "python ")


def links(document: Document, known: Sequence[Document] = ()) -> Iterator[str]:
    """``known``: other documents that have anchors."""
    anchors = {other.name: other.anchors for other in known} | {document.name: document.anchors}
    for line, target in document.links:
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (document.folder / path).resolve() if path else CHECKOUT / document.name
        name = place.relative_to(CHECKOUT).as_posix() if CHECKOUT in place.parents else ""
        if not (name == document.name or name in repository.files() or place.is_dir()):
            yield f"{document.name}:{line}: link to {path}, which is not there"
        elif anchor and anchor not in anchors.get(name, ()):
            yield f"{document.name}:{line}: {path or 'this page'} has no heading for #{anchor}"


def paths(document: Document) -> Iterator[str]:
    """Code between backticks that is a path, or the words of a shell block that are ours."""
    for line, text in document.spans:
        if _PATH.fullmatch(text) and not _exists(document, text):
            yield f"{document.name}:{line}: no file {text}"
    for line, words in _commands(document):
        for word in words[1:]:
            if word.startswith(_TREES) and not _exists(document, word):
                yield f"{document.name}:{line}: no file {word}"


def _exists(document: Document, path: str) -> bool:
    for folder in (document.folder, CHECKOUT):
        if "*" in path:
            if any(folder.glob(path)):
                return True
        elif (folder / path).exists() or repository.is_made(folder / path):
            return True
    if path in MADE:
        return True
    # by its name alone, where the document has said where it is
    name, _, rest = path.partition("/")
    part = f"/{name}/" if path.endswith("/") else f"/{name}\0"
    return not rest and any(part in f"/{file}\0" for file in repository.files())


def variables(document: Document) -> Iterator[str]:
    assigned = {
        name
        for block in document.shell
        for name in re.findall(r"(?:^|[;\s])([A-Z]\w*)=", block.text)
        if not name.startswith(_PREFIXES)
    }
    known = repository.variables() | PLACEHOLDERS | assigned
    for line, text in [*document.spans, *(Part(*block[::2]) for block in document.blocks)]:
        for name in repository.VARIABLE.findall(text):
            if name not in known and name.removesuffix("_FILE") not in repository.variables():
                yield f"{document.name}:{line}: no variable {name}"


def syntax(document: Document) -> Iterator[str]:
    for block in document.shell:
        if error := shell.syntax_error(block.text):
            yield f"{document.name}:{block.line}: {error}"


def programs(document: Document) -> Iterator[str]:
    for line, words in _commands(document):
        for fault in commands.faults(words):
            yield f"{document.name}:{line}: {fault}"


def verbs(document: Document) -> Iterator[tuple[str, ...]]:
    """What the document hands to ``entrypoint.sh``, verb and arguments."""
    for _line, words in _commands(document):
        if handed_on := commands.verbs_in(words):
            yield tuple(handed_on)


def _commands(document: Document) -> Iterator[tuple[int, list[str]]]:
    for block in document.shell:
        for words in shell.commands(block.text):
            yield block.line, words
    for line, text in document.spans:
        if text.startswith(PROGRAMS) and not text.endswith("/") and not shell.syntax_error(text):
            for words in shell.commands(text):
                yield line, words


def secrets() -> set[str]:
    """The variables whose value is a secret."""
    return {entry.metadata["name"] for entry in fields(Settings) if entry.metadata["secret"]}
