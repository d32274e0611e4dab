"""Who may see more than a status: whoever has the token."""

import hashlib
import hmac

from .. import settings
from .answer import Answer

REFUSED = Answer(
    401,
    b"The bearer token is wrong, or HEALTH_TOKEN is not set.\n",
    headers={"WWW-Authenticate": 'Bearer realm="health"'},
)


def given(environ):
    """The token of a request; None: it has none."""
    scheme, _blank, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def is_right(token):
    """In a time that tells nothing of the right one, not even its length; there is none where none
    is set."""
    right = settings.token()
    return hmac.compare_digest(_digest(token), _digest(right)) and bool(right)


def _digest(token):
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
