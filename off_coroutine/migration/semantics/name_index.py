"""What is found by name."""

from __future__ import annotations

from typing import Generic, TypeVar

Item = TypeVar("Item")


class NameIndex(dict[str, list[Item]], Generic[Item]):
    """Name -> all that has it.

    A name that nothing has gives an empty list, which is not kept: whether a name is in it must
    not depend on who has asked before.
    """

    def add(self, name: str, item: Item) -> None:
        self.setdefault(name, []).append(item)

    def __missing__(self, name: str) -> list[Item]:
        return []
