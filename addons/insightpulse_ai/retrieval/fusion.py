"""Several rankings → one: reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

K = 60
"""The paper's constant: how little the very first ranks count more than the next."""

Item = TypeVar("Item", bound=Hashable)


def fused(rankings: Iterable[Sequence[Item]]) -> list[Item]:
    """All items, the best first; of equals, the one that was met first.

    >>> fused([["a", "b", "c"], ["c", "b"]])
    ['c', 'b', 'a']
    """
    scores: dict[Item, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(dict.fromkeys(ranking), start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (K + rank)
    return sorted(scores, key=lambda item: -scores[item])
