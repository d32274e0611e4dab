"""/metrics: for who has the token, in the format that Prometheus asks for."""

from ..metrics import exposition
from . import bearer
from .answer import Answer


def metrics(environ):
    token = bearer.given(environ)
    if token is None or not bearer.is_right(token):
        return bearer.REFUSED
    content_type, body = exposition(environ)
    return Answer(200, body, content_type)
