"""Call a JavaScript module that imports nothing, in the node that Playwright brings."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import playwright

NODE = Path(playwright.__file__).parent / "driver" / "node"
# One call a line: the argument as JSON there, what the function returns as JSON back.
_SERVE = """
import { createInterface } from "node:readline";
const module = await import(process.argv[1]);
for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(module[process.argv[2]](JSON.parse(line))));
}
"""


@contextmanager
def function(module: Path, name: str) -> Iterator[Callable[[Any], Any]]:
    """An exported function of one argument."""
    address = f"data:text/javascript;base64,{base64.b64encode(module.read_bytes()).decode()}"
    with subprocess.Popen(
        [NODE, "--input-type=module", "--eval", _SERVE, "--", address, name],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as node:  # fmt: skip
        assert node.stdin and node.stdout

        def call(argument: Any) -> Any:
            assert node.stdin and node.stdout
            node.stdin.write(f"{json.dumps(argument)}\n")
            node.stdin.flush()
            line = node.stdout.readline()
            assert line, f"node ended at {argument!r}"
            return json.loads(line)

        yield call
        node.stdin.close()
