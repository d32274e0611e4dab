"""Circles in a graph of dependencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def cycles(graph: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """One shortest circle for each set of nodes that reach each other, sorted.

    Linear but for the search within such a set. Edges to unknown nodes are ignored.

    >>> cycles({"a": ["b"], "b": ["c", "a"], "c": []})
    [('a', 'b')]
    """
    return sorted(
        _circle(min(component), graph, component)
        for component in _components(graph)
        if len(component) > 1 or any(node in graph[node] for node in component)
    )


def _components(graph: Mapping[str, Sequence[str]]) -> list[set[str]]:
    """Tarjan's strongly connected components, without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[set[str]] = []
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, edges = work[-1]
            for target in edges:
                if target not in graph:
                    continue
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(graph[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component: set[str] = set()
                    while node not in component:
                        component.add(member := stack.pop())
                        on_stack.discard(member)
                    found.append(component)
    return found


def _circle(start: str, graph: Mapping[str, Sequence[str]], within: set[str]) -> tuple[str, ...]:
    """The shortest way from ``start`` back to itself."""
    came_from: dict[str, str] = {}
    pending = [start]
    for node in pending:
        for target in graph[node]:
            if target == start:
                way = [node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if target in within and target not in came_from:
                came_from[target] = node
                pending.append(target)
    raise AssertionError(f"{start} is in no circle")
