"""How small models fail, and what becomes of it: ``python -m tests.bench.small_models``.

The cases are in ``tests/ai/agents/*.yaml``; they are played by a scripted server over HTTP. What is
counted is whether the right tools run, or are proposed, with the right arguments.
"""

from __future__ import annotations

import sys
from itertools import product

from ..product.running import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "addons" / "insightpulse_ai"))


def main() -> None:
    from ..ai.agents.playing import CASES, HELD_OUT, MODES, WRITTEN, play, plays
    from ..ai.conftest import MODEL, make
    from ..product.llm_scripted import ScriptedServer

    with ScriptedServer() as server:
        for mode, (title, cases) in product(
            MODES,
            (
                ("small_models.yaml", CASES),
                ("written.yaml", WRITTEN),
                ("held_out.yaml", HELD_OUT),
            ),
        ):
            cases, right = [case for case in cases if plays(case, mode)], 0
            print(f"\n| {title:<80} | from     | mode   | asked | right |")
            print(f"| {'-' * 80} | -------- | ------ | ----: | ----- |")
            for case in cases:
                played = play(case, mode, server, make("ollama", server.url), MODEL)
                right += not played.faults
                source = case["source"]
                cells = f"{case['name']:<80} | {source:<8} | {mode:<6} | {played.asked_model:>5}"
                print(f"| {cells} | {'no' if played.faults else 'yes':<5} |")
                for fault in played.faults:
                    print(f"    {fault}")
            print(f"{right} of {len(cases)} right")


if __name__ == "__main__":
    main()
