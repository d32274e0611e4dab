"""Record what the real small model answers: ``python -m tests.bench.record_small_models``.

Asks the real engine (``tests/product/llm_engine``) every task of ``tests/ai/agents/tasks.yaml`` in
three ways, and writes ``tests/ai/agents/recorded/*.json``: an hour of a processor that has other
work, too. What is in those files already is not asked again, so it can be stopped; delete them to
begin anew. ``--url`` asks an engine that runs already.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from itertools import product
from pathlib import Path

from ..product.running import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "addons" / "insightpulse_ai"))


def main() -> None:
    from ..ai.agents import recording
    from ..product.llm_engine import Engine

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=recording.FOLDER, help="the folder")
    parser.add_argument("--url", help="of an engine that runs already")
    parser.add_argument("--way", choices=recording.WAYS, help="only this one (default: all)")
    options = parser.parse_args()
    engine = None if options.url else Engine(Path(tempfile.mkdtemp()) / "engine.log")
    if engine:
        engine.start()
    url = options.url or engine.url
    try:
        for way in [options.way] if options.way else recording.WAYS:
            _record(url, way, options.out / f"{way}.json")
    finally:
        if engine:
            engine.stop()


def _record(url: str, way: str, path: Path) -> None:
    from ..ai.agents import recording

    found = {"made by": recording.provenance(), "recordings": []}
    if path.exists():
        found = json.loads(path.read_text(encoding="utf-8"))
    asked = [(r["question"], r["temperature"], r["seed"]) for r in found["recordings"]]
    every = list(product(recording.SAMPLINGS, recording.tasks()))
    for number, ((temperature, seed), task) in enumerate(every, 1):
        if (task["question"], temperature, seed) in asked:
            continue
        recorded = recording.record(url, task, way, temperature, seed)
        found["recordings"].append(recorded)
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        path.write_text(text, encoding="utf-8")
        said = [answer["says"][:60] for answer in recorded["answers"]]
        print(f"{way} {number}/{len(every)} {task['question']}: {said}", flush=True)


if __name__ == "__main__":
    main()
