"""The counts behind the facets, kept up to date with every batch and mark.

A cell counts the rows with one bucket, category, provider and decision that were seen with one
campaign and one origin; 0 stands for any. A row with one campaign and one origin is counted in four
cells: so each question about counts sums a few thousand cells instead of a million rows.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable

Link = tuple[int, int]
Traits = tuple[int, int, str, int]
Cell = tuple[int, int, int, int, str, int]
ANY = 0

_INSERT = "INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?)"
_UPSERT = f"{_INSERT} ON CONFLICT DO UPDATE SET count = count + excluded.count"


class Cells:
    """What a transaction changes in one table of cells."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._changes: Counter[Cell] = Counter()
        self._single: Counter[tuple[Link, Traits]] = Counter()

    def count(self, links: Iterable[Link], traits: Traits, change: int) -> None:
        """Count one row in (`change` 1) or out (-1)."""
        for campaign, origin in with_any(links):
            self._changes[(campaign, origin, *traits)] += change

    def count_single(self, link: Link, traits: Traits, change: int) -> None:
        """Do the same for a row with a single link, which most are."""
        self._single[link, traits] += change

    def count_singles(self, rows: Iterable[tuple[Link, Traits]]) -> None:
        """Count rows in that have a single link each."""
        self._single.update(rows)

    def write(self, connection: sqlite3.Connection) -> None:
        """Add the changes to what stands in the table."""
        connection.executemany(_UPSERT.format(table=self._table), self._rows())

    def write_plainly(self, connection: sqlite3.Connection) -> None:
        """Write the changes into a table that is empty."""
        connection.executemany(_INSERT.format(table=self._table), self._rows())

    def _rows(self) -> list[tuple[int | str, ...]]:
        for (link, traits), change in self._single.items():
            self.count([link], traits, change)
        self._single.clear()
        rows: list[tuple[int | str, ...]] = [
            (*cell, change) for cell, change in self._changes.items() if change
        ]
        self._changes.clear()
        return rows


def with_any(links: Iterable[Link]) -> set[Link]:
    """Return the pairs of campaign and origin under which a row with these links is counted."""
    pairs = {(ANY, ANY)}
    for campaign, origin in links:
        pairs.update(((campaign, ANY), (ANY, origin), (campaign, origin)))
    return pairs
