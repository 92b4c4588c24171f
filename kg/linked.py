"""Which things belong together because they share something, directly or by way of others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Item = TypeVar("Item")


def linked(keys: Mapping[Item, Iterable[Hashable]]) -> list[list[Item]]:
    """The items in groups that share keys; items and groups in the order in which they first come.

    >>> linked({"a": [1, 2], "b": [3], "c": [2, 4], "d": [4]})
    [['a', 'c', 'd'], ['b']]
    """
    items = list(keys)
    above = list(range(len(items)))  # a forest: the root of each tree is the first item of its group
    owners: dict[Hashable, int] = {}

    def root(number: int) -> int:
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    for number, item in enumerate(items):
        for key in keys[item]:
            one, other = root(number), root(owners.setdefault(key, number))
            above[max(one, other)] = min(one, other)
    groups: dict[int, list[Item]] = {}
    for number, item in enumerate(items):
        groups.setdefault(root(number), []).append(item)
    return list(groups.values())
