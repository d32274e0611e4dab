"""Whether embeddings are what was asked for: pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .errors import BadAnswer


def checked(vectors: Sequence[Sequence[float]], count: int) -> list[list[float]]:
    """``vectors`` as lists of floats: ``count`` of them, finite, of one length above 0.

    :raise BadAnswer: they are not
    """
    found = [[float(number) for number in vector] for vector in vectors]
    if len(found) != count:
        raise BadAnswer(f"The server gave {len(found)} embeddings for {count} texts.")
    if len({len(vector) for vector in found}) > 1 or not all(found):
        raise BadAnswer("The server's embeddings are empty, or differ in length.")
    if not all(math.isfinite(number) for vector in found for number in vector):
        raise BadAnswer("The server's embeddings hold numbers that are not finite.")
    return found
