"""scripts/ocr-extract: files in, one JSON object a line out."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from .client import ReadError, read_document
from .interpreter import CHECKOUT
from .service import Service, ServiceError

sys.path.insert(0, str(CHECKOUT / "addons" / "insightpulse_ocr"))

from extraction import extract


def main(arguments: list[str], usage: str) -> int:
    if not arguments or any(argument in ("-h", "--help") for argument in arguments):
        print(usage, file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    problems = {name: problem for name in arguments if (problem := _unreadable(Path(name)))}
    try:
        if len(problems) == len(set(arguments)):
            return _all(arguments, problems, None)
        with Service() as service:
            return _all(arguments, problems, service)
    except ServiceError as error:
        print(error, file=sys.stderr)
        for name in arguments:
            _print({"file": name, "error": problems.get(name) or str(error), "code": "no_service"})
        return 1
    except KeyboardInterrupt:
        return 130


def _all(names: list[str], problems: dict[str, str], service: Service | None) -> int:
    failed = False
    for name in names:
        record = _record(name, problems, service)
        failed |= "error" in record
        _print(record)
    return 1 if failed else 0


def _record(name: str, problems: dict[str, str], service: Service | None) -> dict[str, Any]:
    if name in problems or service is None:
        return {"file": name, "error": problems.get(name, "not read"), "code": "unreadable"}
    began = time.monotonic()
    try:
        answer = read_document(service.url, service.token, Path(name))
    except ReadError as error:
        return {"file": name, "error": str(error), "code": error.code}
    except OSError as error:
        return {"file": name, "error": f"{name}: {error.strerror}", "code": "unreadable"}
    result = extract(answer).to_dict()
    pages = answer.get("pages") or []
    sources = {page.get("source", "ocr") for page in pages}
    return {
        "file": name,
        "pages": len(pages),
        "source": sources.pop() if len(sources) == 1 else "mixed",
        "document_type": result["document_type"],
        "fields": result["fields"],
        "lines": result["lines"],
        "seconds": round(time.monotonic() - began, 3),
        "warnings": [*(answer.get("warnings") or []), *result["warnings"]],
    }


def _unreadable(path: Path) -> str | None:
    """Why the file cannot be sent at all, or None."""
    try:
        if path.is_dir():
            return f"{path} is a folder; name its files."
        with path.open("rb"):
            return None
    except OSError as error:
        return f"{path}: {error.strerror or error}"


def _print(record: dict[str, Any]) -> None:
    print(json.dumps(record, ensure_ascii=False), flush=True)
