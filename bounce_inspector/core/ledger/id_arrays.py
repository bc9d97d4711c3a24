"""Take the ids that a query finds out of SQLite without making the window wait."""

import sqlite3
from array import array
from collections.abc import Sequence
from time import sleep

_PIECE = 32_000  # characters turned into numbers at a time: half a millisecond
_BREATH = 0.00005  # seconds in which the window can have the interpreter


def id_array(
    connection: sqlite3.Connection, query: str, values: Sequence[int | str] = ()
) -> "array[int]":
    """Return the ids that a query finds, in its order.

    SQLite hands them over in one piece: a thread that takes a million rows one by one holds the
    interpreter at every one of them, and the window waits for it at every cell that it paints.
    """
    (text,) = connection.execute(f"SELECT group_concat(id) FROM ({query})", values).fetchone()  # noqa: S608 - only ?
    ids: array[int] = array("q")
    begin = 0
    while text and begin < len(text):
        end = text.find(",", begin + _PIECE)
        end = len(text) if end < 0 else end
        ids.extend(map(int, text[begin:end].split(",")))
        begin = end + 1
        sleep(_BREATH)
    return ids
