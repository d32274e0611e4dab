"""The names of a server's models, without its official client: that takes seconds and megabytes to
import, which is much for who only looks whether a server is well."""

from __future__ import annotations

from .cancel import Cancel
from .deadline import Deadline
from .endpoint import Endpoint
from .speaking import speaking
from .statuses import clean


def names(endpoint: Endpoint, path: str, members: str, name: str, deadline: Deadline) -> list[str]:
    """``name`` of each of the ``members`` of the JSON at ``path``; asked once.

    :raise ProviderError: when it fails
    """
    with speaking(endpoint, deadline, Cancel()) as http:
        import httpx

        client = httpx.Client(transport=http, trust_env=False)
        answer = client.get(f"{endpoint.url}{path}").json()
        return [clean(str(member[name]), endpoint.key) for member in answer[members]]
