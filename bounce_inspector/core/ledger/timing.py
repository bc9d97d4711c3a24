"""When failures came: by the hour, and who was met by one burst of them."""

import sqlite3
from array import array
from itertools import chain

from bounce_inspector.core.incidents import Burst, HourCount
from bounce_inspector.core.ledger.codes import CATEGORIES
from bounce_inspector.core.ledger.history import SECONDS_AN_HOUR, moment, seconds

_OF_BURST = """
    SELECT DISTINCT failure.address FROM failure JOIN message ON message.id = message
    JOIN verdict ON verdict.id = verdict
    WHERE failure.address IS NOT NULL AND verdict.category = ?
    AND coalesce(verdict.provider, '') = ? AND date >= ? AND date < ? ORDER BY 1
"""


def hours(connection: sqlite3.Connection) -> list[HourCount]:
    """Return the failures by provider, category and hour, the earliest first."""
    rows = connection.execute("SELECT * FROM hour ORDER BY hour, provider, category")
    return [
        HourCount(provider, CATEGORIES.required(category), moment(hour * SECONDS_AN_HOUR), failures)
        for provider, category, hour, failures in rows
    ]


def burst_addresses(connection: sqlite3.Connection, burst: Burst) -> "array[int]":
    """Return the ids of the addresses that a burst concerned, in the order of arrival."""
    values = (burst.category.value, burst.provider, seconds(burst.begin), seconds(burst.end))
    return array("q", chain.from_iterable(connection.execute(_OF_BURST, values)))
