"""`python -m tests.samples OUTDIR [FILE_NAME...]`: write the samples and their truth."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .catalogue import SAMPLES, Sample
from .truth import truth


def write(sample: Sample, folder: Path) -> Path:
    """Write the file, and beside a readable one its truth as `NAME.json`."""
    path = folder / sample.file_name
    path.write_bytes(sample.make())
    if sample.document:
        words = json.dumps(truth(sample.document), indent=2, ensure_ascii=False)
        (folder / f"{sample.name}.json").write_text(f"{words}\n", encoding="utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.samples", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="OUTDIR")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="FILE_NAME",
        help="only these: " + ", ".join(sample.file_name for sample in SAMPLES),
    )
    args = parser.parse_args()
    unknown = set(args.names) - {sample.file_name for sample in SAMPLES}
    if unknown:
        parser.error(f"no sample is called {', '.join(sorted(unknown))}")
    args.folder.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        if not args.names or sample.file_name in args.names:
            path = write(sample, args.folder)
            print(f"{path}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
