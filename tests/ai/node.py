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
        there, back = node.stdin, node.stdout
        assert there
        assert back

        def call(argument: Any) -> Any:
            there.write(f"{json.dumps(argument)}\n")
            there.flush()
            line = back.readline()
            assert line, f"node ended at {argument!r}"
            return json.loads(line)

        yield call
        there.close()
