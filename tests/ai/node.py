"""Run a JavaScript module that imports nothing, in the node that Playwright brings."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import playwright

NODE = Path(playwright.__file__).parent / "driver" / "node"
_CALL = """
const module = await import(process.argv[1]);
let text = "";
for await (const chunk of process.stdin) text += chunk;
const results = JSON.parse(text).map((argument) => module[process.argv[2]](argument));
process.stdout.write(JSON.stringify(results));
"""


def call_each(module: Path, function: str, arguments: Sequence[Any]) -> list[Any]:
    """What the function returns for each argument."""
    address = f"data:text/javascript;base64,{base64.b64encode(module.read_bytes()).decode()}"
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", _CALL, "--", address, function],
        input=json.dumps(arguments), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    results: list[Any] = json.loads(done.stdout)
    return results
