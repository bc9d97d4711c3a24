"""Frozen values as plain data and back: each class a table, each field a column.

What comes out holds nothing but numbers, texts, tuples and the like, so that it can be written
with `marshal`; which classes are made of it again is the caller's word, never that of the data.
Objects that are shared stay shared. Column by column is what makes it quick: a class with thousands
of rows is made in one go, and what a column says again and again is made once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

Kinds = Sequence[type]
# (root, one list of columns a kind); a column is (None, values) or (distinct nodes, places in them)
Flat = tuple[Any, tuple[tuple[Any, ...], ...]]

_SCALARS = frozenset({type(None), bool, int, float, str, bytes})
_LISTS = frozenset({tuple, frozenset, list})
_PLAIN, _ROW, _ENUM, _TUPLE, _SET, _DICT = range(6)


def flatten(value: object, kinds: Kinds) -> Flat:
    """Return `value` as plain data.

    `kinds` are the enums and dataclasses that occur in it, each after those that its fields hold.
    Raise ValueError for anything else.
    """
    writer = _Writer(kinds)
    root = writer.node(value)
    return root, tuple(tuple(writer.columns(kind)) for kind in kinds)


def restore(flat: Flat, kinds: Kinds) -> Any:  # noqa: ANN401 - whatever went in comes out
    """Return the value that was flattened with the same kinds.

    Raise ValueError, TypeError or LookupError where it was not.
    """
    root, tables = flat
    reader = _Reader(kinds)
    for kind, columns in zip(kinds, tables, strict=True):
        made = list(map(kind, *map(reader.column, columns))) if columns else []
        reader.rows.append(made)
    return reader.value(root)


class _Writer:
    """Numbers the objects of each kind while it describes what holds them."""

    def __init__(self, kinds: Kinds) -> None:
        self._order = {kind: number for number, kind in enumerate(kinds)}
        self._rows: dict[type, list[tuple[Any, ...]]] = {kind: [] for kind in kinds}
        self._numbers: dict[int, int] = {}
        self._kept: list[object] = []  # an id is one object's as long as that is kept

    def node(self, value: object) -> tuple[Any, ...]:
        """Describe one value."""
        if _is_plain(value):
            return _PLAIN, value
        kind = type(value)
        if kind in self._order:
            if isinstance(value, Enum):
                return _ENUM, self._order[kind], value.value
            return _ROW, self._order[kind], self._number(value)
        if isinstance(value, tuple):
            return _TUPLE, tuple(map(self.node, value))
        if isinstance(value, frozenset):
            return _SET, tuple(map(self.node, value))
        if isinstance(value, Mapping):
            return _DICT, tuple((self.node(key), self.node(each)) for key, each in value.items())
        raise ValueError(f"{kind.__qualname__} is not among the kinds to be written flat")

    def columns(self, kind: type) -> Iterator[tuple[Any, ...]]:
        """Yield what was noted of a kind, field by field."""
        for nodes in zip(*self._rows[kind], strict=True):
            if all(node[0] == _PLAIN for node in nodes):
                yield None, tuple(node[1] for node in nodes)
                continue
            places: dict[tuple[Any, ...], int] = {}
            found = tuple(places.setdefault(node, len(places)) for node in nodes)
            yield tuple(places), found

    def _number(self, value: object) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            row = tuple(self.node(getattr(value, name)) for name in _field_names(type(value)))
            rows = self._rows[type(value)]
            number = self._numbers[id(value)] = len(rows)
            self._kept.append(value)
            rows.append(row)
        return number


class _Reader:
    """Makes values of their descriptions, once the rows they name are made."""

    def __init__(self, kinds: Kinds) -> None:
        self.rows: list[list[Any]] = []
        self._kinds = kinds
        self._makers: tuple[Callable[..., Any], ...] = (
            lambda value: value,
            lambda kind, number: self.rows[kind][number],
            lambda kind, value: self._kinds[kind](value),
            lambda nodes: tuple(map(self.value, nodes)),
            lambda nodes: frozenset(map(self.value, nodes)),
            lambda pairs: {self.value(key): self.value(each) for key, each in pairs},
        )

    def value(self, node: Sequence[Any]) -> Any:  # noqa: ANN401 - as above
        """Return one value."""
        return self._makers[node[0]](*node[1:])

    def column(self, column: tuple[Any, Any]) -> Iterable[Any]:
        """Return the values of one field."""
        nodes, found = column
        return found if nodes is None else map([*map(self.value, nodes)].__getitem__, found)


def _field_names(kind: type) -> Iterator[str]:
    if not is_dataclass(kind):
        raise ValueError(f"{kind.__qualname__} is neither an enum nor a dataclass")
    return (field.name for field in fields(kind) if field.init)


def _is_plain(value: Any) -> bool:  # noqa: ANN401 - that is the question
    kind = type(value)
    if kind in _SCALARS:
        return True
    if kind in _LISTS:
        return all(map(_is_plain, value))
    return kind is dict and all(_is_plain(key) and _is_plain(value[key]) for key in value)
