"""There is no way from a run to what a tool proposes: by its behaviour, its objects, its source."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from types import FunctionType, MethodType, ModuleType

import pytest

import agents
from agents import Agent, Proposed, Tool, Toolbox, tool
from agents.tool import declared
from providers import Cancel, Deadline, Message

from ...product.llm_scripted import call
from .running import kinds, replies, run
from .toolbox import TODAY, Directory, Tools

PACKAGE = Path(agents.__file__).parent
PROPOSALS = {
    "create_bill": {"partner": "Ready Mat", "amount": 5},
    "register_payment": {"invoice": "INV/2026/00012", "amount": 5},
    "tag_contacts": {"partners": ["Ready Mat"], "tags": ["x"]},
}


@pytest.mark.parametrize("small", [False, True], ids=["tools", "choice"])
@pytest.mark.parametrize("name", PROPOSALS)
def test_a_proposal_is_an_event_and_nothing_runs(server, provider, name, small):
    tools = Tools()  # whose functions raise
    server.script(*replies(call(name, PROPOSALS[name]), "Proposed."))
    events = run(provider, tools=tools, small=small)
    assert kinds(events) == ["Proposed", "Answered"]
    assert tools.executed == []


def test_every_tool_that_proposes_is_tried_above():
    assert set(PROPOSALS) == {tool.name for tool in Tools().toolbox() if tool.kind == "propose"}


def reachable(start):
    """Every object that can be got at from ``start`` by attributes, items, bound objects and
    closures; not by a function's module, which reaches all of Python."""
    seen, todo = {}, [start]
    while todo:
        value = todo.pop()
        if id(value) in seen or isinstance(value, (ModuleType, type, str, bytes, int, float)):
            continue
        seen[id(value)] = value
        if isinstance(value, dict):
            todo += [*value.keys(), *value.values()]
        elif isinstance(value, (list, tuple, set, frozenset)):
            todo += value
        elif isinstance(value, MethodType):
            todo += [value.__func__, value.__self__]
        elif isinstance(value, FunctionType):
            todo += [cell.cell_contents for cell in value.__closure__ or ()]
            todo += [value.__defaults__, value.__kwdefaults__]
        todo.append(getattr(value, "__dict__", None))
        if inspect.isgenerator(value) and value.gi_frame:
            todo.append(dict(value.gi_frame.f_locals))
    return list(seen.values())


def written(amount: int) -> str:
    """Write it."""
    raise AssertionError("written")


def asked(amount: int) -> int:
    """Read it."""
    return amount


def test_no_object_of_a_run_leads_to_the_function(server, provider):
    toolbox = Toolbox(tool(kind="propose")(written), tool()(asked))
    agent = Agent(provider, "llama3.2:latest", toolbox, Directory())
    events = agent.run(
        [Message("user", "Do it")], today=TODAY, deadline=Deadline(), cancel=Cancel()
    )
    server.script(*replies(call("written", {"amount": 1})))
    proposed = next(events)
    assert isinstance(proposed, Proposed)
    found = reachable([agent, events, proposed])
    assert asked in found  # what reads is there: the search does see functions
    assert written not in found


def test_a_proposing_tool_cannot_hold_a_function():
    with pytest.raises(ValueError, match="must not hold a function"):
        Tool("x", "X", {}, "propose", function=written)
    with pytest.raises(TypeError, match="for a person to decide"):
        declared(tool(kind="propose")(written)).run({"amount": 1})


def test_nothing_that_is_public_takes_a_proposal():
    """No function or method of the package has a parameter for one, or is there to execute one."""
    for name in agents.__all__:
        value = getattr(agents, name)
        methods = inspect.getmembers(value, inspect.isfunction) if inspect.isclass(value) else []
        for method, function in [*methods, *([(name, value)] * inspect.isfunction(value))]:
            hints = " ".join(map(str, getattr(function, "__annotations__", {}).values()))
            assert "Proposed" not in hints, f"{name}.{method}"
            assert not {"execute", "approve", "apply", "write", "create"} & set(method.split("_"))


def sources():
    return [
        (path.name, ast.parse(path.read_text(encoding="utf-8"))) for path in PACKAGE.glob("*.py")
    ]


def test_a_tools_function_is_called_in_one_place_and_run_from_one():
    calls = [
        (name, node.func.attr)
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("function", "run", "write", "create", "unlink", "execute", "sudo")
    ]
    assert sorted(calls) == [("calling.py", "run"), ("tool.py", "function")]


def test_the_package_reaches_nothing_but_itself_and_the_providers_words():
    allowed = {
        "__future__", "ast", "calendar", "collections.abc", "contextlib", "dataclasses", "datetime",
        "difflib", "functools", "inspect", "itertools", "json", "math", "re", "types", "typing",
        "unicodedata", "providers",
    }  # fmt: skip
    found = set()
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module)
            elif isinstance(node, ast.ImportFrom) and node.level == 2:
                assert (name, node.module) == ("talking.py", "providers")
            elif isinstance(node, ast.Name):
                assert node.id not in ("eval", "exec", "open", "compile", "__import__"), name
    assert found <= allowed, found - allowed
