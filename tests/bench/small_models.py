"""Forty failures of small models, and what becomes of each: ``python -m tests.bench.small_models``.

The cases are in ``tests/ai/agents/small_models.yaml``; they are played by a scripted server over
HTTP. What is counted is whether the right tools run with the right arguments.
"""

from __future__ import annotations

import sys

from ..product.running import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "addons" / "insightpulse_ai"))


def main() -> None:
    from ..ai.agents.playing import CASES, play
    from ..ai.conftest import MODEL, make
    from ..product.llm_scripted import ScriptedServer

    right = 0
    print(f"| {'the model …':<66} | {'mode':<6} | asked | right |\n| {'-' * 66} | ------ | ----: | ----- |")
    with ScriptedServer() as server:
        for case in CASES:
            played = play(case, server, make("ollama", server.url), MODEL)
            right += not played.faults
            verdict = "no" if played.faults else "yes"
            print(f"| {case['name']:<66} | {case['mode']:<6} | {played.asked_model:>5} | {verdict:<5} |")
            for fault in played.faults:
                print(f"    {fault}")
    print(f"{right} of {len(CASES)} right")


if __name__ == "__main__":
    main()
