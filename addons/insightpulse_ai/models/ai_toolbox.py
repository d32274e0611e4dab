from dataclasses import replace
from typing import Annotated, Literal, TypedDict

from odoo import api, models

from ..agents import Also, Toolbox, ToolError, tool
from ..agents.schema import Schema
from .ai_access import OPERATORS

Operator = Literal[tuple(OPERATORS)]
Kind = Annotated[str, "kind of records", Also("type", "table", "object", "res_model")]
Named = Annotated[str, "its name or number", Also("name", "id", "record_name")]


class Condition(TypedDict):
    field: str
    operator: Operator
    value: str


class Change(TypedDict):
    field: str
    value: str


class Shown:
    """A result with an action that the user gets a button for: ``text`` is for the model."""

    def __init__(self, text: str, label: str, action: dict) -> None:
        self.text, self.label, self.action = text, label, action


class AiToolbox(models.AbstractModel):
    """The tools that agents may be given: methods that are declared by :func:`~..agents.tool`.

    Other addons add theirs by ``_inherit``, and a row of ``ai.tool`` with the method's name. Each
    is called as the user, in a transaction that cannot write, with the agent in the context. One
    that proposes returns a row for :meth:`ai.proposal._add`.
    """

    _name = "ai.toolbox"
    _description = "Tools of agents"

    @api.model
    def _agent(self):
        """Return the agent that is at work; without one, nothing may be looked at."""
        # sudo: the lists are the administrators'
        agent = self.env["ai.agent"].sudo().browse(self.env.context.get("ai_agent")).exists()
        if not agent:
            raise ToolError("No agent is at work.")
        return agent

    @api.model
    def _of(self, agent, run):
        """Return the :class:`~..agents.Toolbox` of an agent for the user: ``run(tool, arguments)``
        runs one that reads."""
        kinds = self.env["ai.access"]._lines(agent).mapped("name")
        offered = []
        for row in agent._tools():
            declared = row._declared()
            if declared.name == "update_record" and (own := self._changing_known(agent)):
                offered.append(own)
                if agent.is_small:  # it would take the harder one, and fail at it
                    continue
            parameters = _with_kinds(declared.parameters, kinds)
            if parameters is None:
                continue
            function = None if declared.kind == "propose" else _Runs(run, declared.name)
            offered.append(replace(declared, parameters=parameters, function=function))
        return Toolbox(*offered)


class _Runs:
    def __init__(self, run, name):
        self._run, self._name = run, name

    def __call__(self, **arguments):
        return self._run(self._name, arguments)


def _with_kinds(parameters: Schema, kinds: list[str]) -> Schema | None:
    """The schema in which ``kind`` is one of ``kinds``; ``None`` if it needs one and there is
    none."""
    if "kind" not in parameters["properties"]:
        return parameters
    if not kinds:
        return None
    kind = {**parameters["properties"]["kind"], "enum": kinds}
    return {**parameters, "properties": {**parameters["properties"], "kind": kind}}


__all__ = ["Change", "Condition", "Kind", "Named", "Shown", "tool"]
