"""Results on their way from a worker, in less than half the time that pickle takes by itself.

By itself it sets the fields of a frozen slotted dataclass one by one, in Python, and asks a named
tuple for its fields there. Here each value is written as a call of its class.
"""

import copyreg
import dataclasses
import io
import pickle
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from bounce_inspector.core import model
from bounce_inspector.core.batches import work
from bounce_inspector.core.batches.work import Found, Result
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.sources import Chunk, Limits


def pack(found: list[Found[Result]]) -> bytes:
    """Return results as bytes."""
    file = io.BytesIO()
    _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(found)
    return file.getvalue()


def inspected(
    chunk: Chunk,
    inspect: work.Inspect[Result],
    limits: Limits,
    first: int = 0,
    last: int | None = None,
) -> bytes:
    """Do the work on a chunk and pack what it comes to."""
    return pack(work.inspected(chunk, inspect, limits, first, last))


def unpack(parcel: bytes) -> list[Any]:
    """Return the results that a worker of ours packed."""
    found: list[Any] = pickle.loads(parcel)  # noqa: S301  # from our own process, not from a file
    return found


def _call_of(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    if not dataclasses.is_dataclass(kind):
        return lambda value: (kind, tuple(value))
    names = [field.name for field in dataclasses.fields(kind)]
    if len(names) == 1:
        return lambda value: (kind, (getattr(value, names[0]),))
    fields = attrgetter(*names)
    return lambda value: (kind, fields(value))


_VALUES = [
    value
    for value in (*vars(model).values(), Problem)
    if isinstance(value, type) and (dataclasses.is_dataclass(value) or issubclass(value, tuple))
]


class _Pickler(pickle.Pickler):
    dispatch_table = {**copyreg.dispatch_table, **{kind: _call_of(kind) for kind in _VALUES}}  # noqa: RUF012  # what pickle looks for
