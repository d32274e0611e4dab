"""scripts/ocr-score: read a set of documents, print a table of right, wrong and missing fields."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .interpreter import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "addons" / "insightpulse_ocr"))

from . import comparing, rendering
from .comparing import Outcome

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")


def main(arguments: list[str], usage: str) -> int:
    parser = argparse.ArgumentParser(
        prog="ocr-score", description=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--receipts", type=Path, help="folder of receipt images with their truth")
    parser.add_argument("--invoices", type=Path, help="folder of invoice PDFs with their truth")
    parser.add_argument("--render-dpi", type=int, default=200)
    parser.add_argument("--text-layer", action="store_true", help="keep the PDFs' text layer")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    options = parser.parse_args(arguments)
    if not (options.receipts or options.invoices):
        parser.error("name at least one of --receipts DIR and --invoices DIR")
    sets: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="ocr-score-") as name:
        work = Path(name)
        jobs: list[tuple[str, Path, Path, Callable]] = []
        if options.receipts:
            for truth, image in _pairs(parser, options.receipts, IMAGES):
                jobs.append(("receipts", truth, image, comparing.receipt))
        if options.invoices:
            for truth, pdf in _pairs(parser, options.invoices, (".pdf",)):
                if options.text_layer:
                    document = rendering.without_attachments(pdf, work)
                else:
                    document = rendering.to_images(pdf, work, options.render_dpi)
                jobs.append(("invoices", truth, document, comparing.invoice))
        records = _read([document for _, _, document, _ in jobs])
    for (kind, truth_file, _, compare), record in zip(jobs, records, strict=True):
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        entry = sets.setdefault(kind, {"outcomes": [], "seconds": [], "errors": []})
        entry["outcomes"].extend(compare(truth_file.stem, truth, record))
        if "error" in record:
            entry["errors"].append(f"{truth_file.stem}: {record['error']}")
        else:
            entry["seconds"].append(record["seconds"])
    if options.json:
        print(json.dumps(_as_json(sets), ensure_ascii=False, indent=1))
    else:
        _print_tables(sets)
    return 0


def _pairs(
    parser: argparse.ArgumentParser, folder: Path, suffixes: tuple[str, ...]
) -> Iterable[tuple[Path, Path]]:
    if not folder.is_dir():
        parser.error(f"{folder} is no folder")
    pairs = []
    for truth in sorted(folder.glob("*.json")):
        candidates = (truth.with_suffix(suffix) for suffix in suffixes)
        if document := next((candidate for candidate in candidates if candidate.exists()), None):
            pairs.append((truth, document))
    if not pairs:
        parser.error(f"{folder} holds no pair of a document and its .json")
    return pairs


def _read(documents: list[Path]) -> list[dict[str, Any]]:
    """The records of scripts/ocr-extract, in order."""
    command = [sys.executable, str(CHECKOUT / "scripts" / "ocr-extract"), *map(str, documents)]
    records = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        for line in process.stdout:
            records.append(json.loads(line))
            if sys.stderr.isatty():
                print(f"\r{len(records)} of {len(documents)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if len(records) != len(documents):
        sys.exit(f"ocr-extract gave {len(records)} answers for {len(documents)} documents.")
    return records


def _count(outcomes: list[Outcome], field: str) -> dict[str, int]:
    verdicts = [o.verdict for o in outcomes if o.field == field]
    return {
        **{v: verdicts.count(v) for v in ("right", "close", "wrong", "missing")},
        "of": len(verdicts),
    }


def _as_json(sets: dict[str, Any]) -> dict[str, Any]:
    return {
        kind: {
            "fields": {
                field: _count(entry["outcomes"], field)
                for field in dict.fromkeys(o.field for o in entry["outcomes"])
            },
            "misses": [vars(o) for o in entry["outcomes"] if o.verdict != "right"],
            "errors": entry["errors"],
            "seconds_per_document": _mean(entry["seconds"]),
        }
        for kind, entry in sets.items()
    }


def _print_tables(sets: dict[str, Any]) -> None:
    for kind, entry in sets.items():
        outcomes = entry["outcomes"]
        documents = len({o.document for o in outcomes})
        print(f"{kind}: {documents} documents, {_mean(entry['seconds'])} s each")
        print(f"  {'field':14}{'right':>7}{'close':>7}{'wrong':>7}{'missing':>9}{'of':>6}")
        for field in dict.fromkeys(o.field for o in outcomes):
            count = _count(outcomes, field)
            print(
                f"  {field:14}{count['right']:7}{count['close']:7}{count['wrong']:7}"
                f"{count['missing']:9}{count['of']:6}"
            )
        misses = [o for o in outcomes if o.verdict != "right"]
        if misses:
            print("  not exactly right:")
        for miss in misses:
            print(f"    {miss.document} {miss.field}: read {miss.read!r}, true {miss.truth!r}")
        for error in entry["errors"]:
            print(f"    not read: {error}")
        print()


def _mean(seconds: list[float]) -> float:
    return round(sum(seconds) / len(seconds), 2) if seconds else 0.0
