"""What both drivers do around a call: open a transport; turn what goes wrong into our errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .cancel import Cancel, Cancelled
from .deadline import Deadline
from .endpoint import Endpoint
from .errors import BadAnswer, NotConfigured, ProviderError

if TYPE_CHECKING:
    from .transport import Transport

MEGABYTE = 1_000_000


@contextmanager
def speaking(
    endpoint: Endpoint,
    deadline: Deadline,
    cancel: Cancel,
    *,
    most_bytes: int = 16 * MEGABYTE,
    line_bytes: int | None = None,
) -> Iterator[Transport]:
    """A transport for one call. Within, what goes wrong with the server or its answer becomes a
    :class:`ProviderError`, or stays ``Cancelled``; what is wrong with the request stays as it is.
    ``line_bytes``: by default as many as in all."""
    transport: Transport | None = None
    try:
        from .transport import Transport

        with Transport(
            endpoint, deadline, cancel, most_bytes=most_bytes, line_bytes=line_bytes or most_bytes
        ) as transport:
            yield transport
    except ImportError as error:
        raise NotConfigured(
            f"The Python package {error.name} is not installed.", f"pip install {error.name}"
        ) from None
    except Exception as error:
        # openai wraps what its transport raises
        if ours := _ours(error):
            raise ours from None
        if transport is None or not transport.answered:
            raise
        # no word of it: it may quote the answer, at any length
        raise BadAnswer(
            f"{endpoint.shown} answers something that is not understood ({type(error).__name__})."
        ) from None


def _ours(error: BaseException) -> ProviderError | Cancelled | None:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, (ProviderError, Cancelled)):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None
