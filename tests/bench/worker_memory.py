"""The memory of Odoo's HTTP workers after the same requests, for comparisons."""

from __future__ import annotations

import statistics

import httpx

from ..product.client import Client
from ..product.memory import anonymous, proportional
from ..product.running import DATABASE, Stack
from ..stack import processes

MEGABYTE = 1 << 20


def visited(stack: Stack, requests: int) -> None:
    """A user and a visitor open some pages, ``requests`` in all."""
    client = Client(stack.url, DATABASE, "admin", "admin")
    with httpx.Client(base_url=stack.url, trust_env=False) as visitor:
        for _number in range(requests // 4):
            client.call("res.partner", "web_search_read", [], {"display_name": {}}, limit=40)
            client.call("res.users", "read", [2], ["name"])
            visitor.get("/web/login")
            visitor.get("/nothing-here")


def of_a_worker(stack: Stack) -> tuple[float, float]:
    """MB of an HTTP worker: proportional, and its own alone."""
    workers = processes.workers(stack, "WorkerHTTP")
    return (
        statistics.mean(map(proportional, workers)) / MEGABYTE,
        statistics.mean(map(anonymous, workers)) / MEGABYTE,
    )
