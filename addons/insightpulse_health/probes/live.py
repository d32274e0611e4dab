"""The process answers. Nothing else is looked at: a database that is away is no reason to restart
this one."""

from .answer import Answer

ALIVE = Answer.of_json(200, {"status": "pass"})


def live(environ):
    """/health/live"""
    return ALIVE


def core(environ):
    """/web/health, as core answers it; it goes to core when it asks for more."""
    return None if environ.get("QUERY_STRING") else ALIVE
