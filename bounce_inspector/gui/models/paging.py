"""Rows out of the ledger, a block at a time.

A view of a million rows holds one array of row ids in the order of the current sort and filter
(8 bytes a row). The rows themselves are fetched in blocks when the view asks for one of them, and a
few dozen blocks are kept.
"""

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")

BLOCK = 32  # about what a window shows: a block takes a millisecond to read
KEPT = 32
PIECE = 32_000  # ids looked through in a millisecond


class PagedRows(Generic[Row]):
    """The rows behind a view: their ids in order, and the blocks that were looked at last.

    `fetch` returns one row for each id, in the order of the ids. A block that was forgotten is kept
    until it is read again: `row` does that at once, `row_if_there` makes do with the old one.
    """

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[Row]],
        *,
        block: int = BLOCK,
        kept: int = KEPT,
    ) -> None:
        self._fetch = fetch
        self._block = block
        self._kept = kept
        self._ids: array[int] = array("q")
        self._blocks: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._old: set[int] = set()  # blocks to be read again

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> "array[int]":
        """The ids in the order shown. Not to be changed."""
        return self._ids

    def replace(self, ids: "array[int]") -> None:
        """Show these ids from now on."""
        self._ids = ids
        self._blocks.clear()
        self._old.clear()

    def extend_to(self, ids: "array[int]") -> None:
        """Show these ids from now on, which only go on where the ones before ended."""
        self._ids = ids
        self.forget()

    def forget(self) -> None:
        """Fetch every row again when it is next looked at."""
        self._old.update(self._blocks)

    def row(self, number: int) -> Row | None:
        """Return the row at a place, None where the ledger has it no more."""
        if not 0 <= number < len(self._ids):
            return None
        block, within = divmod(number, self._block)
        if block not in self._blocks or block in self._old:
            self.take(block, self._fetch(self.ids_of(block)))
        self._blocks.move_to_end(block)
        rows = self._blocks[block]
        return rows[within] if within < len(rows) else None

    def row_if_there(self, number: int) -> Row | None:
        """Return the row at a place as it was when last read, None if it was not."""
        block, within = divmod(number, self._block)
        rows = self._blocks.get(block, ())
        return rows[within] if within < len(rows) and number < len(self._ids) else None

    def lacking(self, first: int, last: int) -> Iterator[int]:
        """Yield the blocks that hold these rows and are not there, or old."""
        for block in range(max(first, 0) // self._block, last // self._block + 1):
            if block * self._block < len(self._ids) and (
                block not in self._blocks or block in self._old
            ):
                yield block

    def ids_of(self, block: int) -> "array[int]":
        """Return the ids of the rows in a block."""
        start = block * self._block
        return self._ids[start : start + self._block]

    def ends_of(self, block: int) -> tuple[int, int]:
        """Return the first and the last row of a block; the last one may not be full."""
        return block * self._block, (block + 1) * self._block - 1

    def take(self, block: int, rows: Sequence[Row]) -> None:
        """Take what was read of a block, and drop the one not looked at for longest."""
        self._blocks[block] = rows
        self._blocks.move_to_end(block)
        self._old.discard(block)
        if len(self._blocks) > self._kept:
            dropped, _ = self._blocks.popitem(last=False)
            self._old.discard(dropped)

    def place_of(self, row_id: int) -> int:
        """Return where an id stands, -1 where it is not shown."""
        at = bisect_left(self._ids, row_id)  # in the order of arrival, which is the usual one
        if at < len(self._ids) and self._ids[at] == row_id:
            return at
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def places_of(self, row_ids: frozenset[int]) -> Iterator[dict[int, int]]:
        """Yield where these ids stand, a piece of all ids at each step: a million take 30 ms."""
        ids = self._ids
        for start in range(0, len(ids), PIECE):
            piece = ids[start : start + PIECE]
            yield {row_id: start + piece.index(row_id) for row_id in row_ids.intersection(piece)}

    def ids_in(self, ranges: Iterable[tuple[int, int]]) -> "array[int]":
        """Return the ids in stretches of rows, each given as first and last."""
        found: array[int] = array("q")
        for first, last in ranges:
            found.extend(self._ids[max(first, 0) : last + 1])
        return found
