"""Call the addon's JavaScript in the node that Playwright brings: a module that imports nothing, or
modules with stubs of the few things of Odoo's that they import."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import playwright

from ..product import CHECKOUT

NODE = Path(playwright.__file__).parent / "driver" / "node"
# One call a line: the argument as JSON there, what the function returns as JSON back.
_SERVE = """
import { createInterface } from "node:readline";
const module = await import(process.argv[1]);
for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(module[process.argv[2]](JSON.parse(line))));
}
"""

_STUBS = {
    "@odoo/owl": "export const reactive = (one) => one, useState = reactive;"
    "export class Component {}",
    "@web/core/browser/browser": "export const browser = globalThis;",
    "@web/core/l10n/translation": "export const _t = (text) => text;",
    "@web/core/network/http_service": "export const post = null;",
    "@web/core/network/rpc": "export const rpc = (path) => globalThis.rpc(path);",
    "@web/core/utils/hooks": "export const useService = (name) => globalThis.services[name];",
    "@web/core/registry": "export const registry = globalThis.registry;",
}
_EVALUATE = """
import { registerHooks } from "node:module";
const { stubs, script, given } = JSON.parse(process.argv[1]);
registerHooks({
    resolve(name, context, next) {
        if (name in stubs) {
            const url = `data:text/javascript,${encodeURIComponent(stubs[name])}`;
            return { url, shortCircuit: true };
        }
        const isOurs = name.startsWith(".") || name.startsWith("file:");
        return isOurs ? { ...next(`${name}.js`, context), format: "module" } : next(name, context);
    },
});
const AsyncFunction = (async () => {}).constructor;
const run = new AsyncFunction("given", `let answer; ${script}; return answer;`);
console.log(JSON.stringify(await run(given)));
"""


def evaluated(script: str, **given: Any) -> Any:
    """The ``answer`` that a script sets. It has ``given``, whose ``source`` is where the addon's
    modules are imported from; ``rpc``, ``registry``, ``services`` and timers are the global ones,
    which it may set."""
    source = (CHECKOUT / "addons/insightpulse_ai/static/src").as_uri()
    task = {"stubs": _STUBS, "script": script, "given": {"source": source, **given}}
    run = subprocess.run(
        [NODE, "--input-type=module", "--eval", _EVALUATE, "--", json.dumps(task)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


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
