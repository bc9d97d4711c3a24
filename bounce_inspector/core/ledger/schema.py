"""The ledger's tables, and how a file of an older version becomes one of this version.

`user_version` holds major * 1000 + minor. A newer minor only adds: this program reads it. A newer
major it refuses. To change the schema, add a function to `MIGRATIONS`; never edit one that shipped.
"""

import sqlite3
from collections.abc import Callable, Sequence

from bounce_inspector.core.ledger import letters

Migration = tuple[int, Callable[[sqlite3.Connection], None]]
MAJOR = 1000
GENERATION = "generation"  # its name in the table `indexed`

_TABLES = (
    # Strings that many rows share. `role` says what a string is: only some are searched. Names are
    # stored once, by their hash; other strings once for each run of the program.
    """CREATE TABLE text (
        id INTEGER PRIMARY KEY, role INTEGER NOT NULL, hash INTEGER, body NOT NULL)""",
    "CREATE INDEX name_by_hash ON text (hash) WHERE hash IS NOT NULL",
    # Verdicts and answers are few: a failure points to its own in one or two bytes.
    """CREATE TABLE verdict (
        id INTEGER PRIMARY KEY, category TEXT NOT NULL, permanent INTEGER NOT NULL,
        fault TEXT NOT NULL, advice TEXT NOT NULL, rule TEXT NOT NULL, confidence TEXT NOT NULL,
        provider TEXT, second_category TEXT, second_rule TEXT, second_why TEXT)""",
    """CREATE TABLE answer (
        id INTEGER PRIMARY KEY, action TEXT, status TEXT, reply TEXT, stage TEXT,
        certain INTEGER NOT NULL)""",
    # source, entry, origin, dialect, subject and campaign point to text. `origin` is the file or
    # folder the person opened. The failures of a message have the ids from `first_failure` on.
    """CREATE TABLE message (
        id INTEGER PRIMARY KEY, identity INTEGER NOT NULL, source INTEGER NOT NULL,
        entry INTEGER NOT NULL, origin INTEGER NOT NULL, position INTEGER NOT NULL,
        offset INTEGER NOT NULL, length INTEGER NOT NULL, kind INTEGER NOT NULL, dialect INTEGER,
        date INTEGER, subject INTEGER NOT NULL, campaign INTEGER NOT NULL, bucket INTEGER NOT NULL,
        category INTEGER NOT NULL, code TEXT NOT NULL, provider TEXT NOT NULL, lead INTEGER,
        address INTEGER, first_failure INTEGER NOT NULL, failures INTEGER NOT NULL,
        recipients INTEGER NOT NULL)""",
    # `recipient` is NULL where it was written in small letters, as `address` has it.
    """CREATE TABLE failure (
        id INTEGER PRIMARY KEY, message INTEGER NOT NULL, address INTEGER, recipient INTEGER,
        verdict INTEGER NOT NULL, answer INTEGER NOT NULL, diagnostic INTEGER NOT NULL,
        context INTEGER, host INTEGER, ip INTEGER, mta INTEGER, final INTEGER, span_part INTEGER,
        span_start INTEGER, span_end INTEGER, evidence_part INTEGER, evidence_start INTEGER,
        evidence_end INTEGER)""",
    "CREATE INDEX failure_by_address ON failure (address)",
    # `address` is in small letters, `written` as it first stood there where that differs.
    # `campaign` and `origin` are 0 where there are several: then they stand in `link`.
    # `history` is what the policy judges by: see history.py. `lead` is the failure that the row
    # speaks of: see leads.py.
    """CREATE TABLE address (
        id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, reason INTEGER NOT NULL,
        category INTEGER NOT NULL, days INTEGER NOT NULL, decision INTEGER NOT NULL,
        decided_by INTEGER NOT NULL, times INTEGER NOT NULL, first_seen INTEGER, last_seen INTEGER,
        campaign INTEGER NOT NULL, origin INTEGER NOT NULL, lead INTEGER NOT NULL,
        code TEXT NOT NULL, provider TEXT NOT NULL, history BLOB NOT NULL,
        address TEXT NOT NULL, written TEXT)""",
    # Where to find a message by its identity and an address by its hash: see keys.py.
    *(
        f"""CREATE TABLE {name} (
        key INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID"""
        for name in ("message_key", "address_key")
    ),
    "CREATE TABLE indexed (name TEXT PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE link (
        address INTEGER NOT NULL, campaign INTEGER NOT NULL, origin INTEGER NOT NULL,
        PRIMARY KEY (address, campaign, origin)) WITHOUT ROWID""",
    # Counts for the facets, kept up to date with each batch and mark: see cells.py.
    *(
        f"""CREATE TABLE {name} (
        campaign INTEGER NOT NULL, origin INTEGER NOT NULL, bucket INTEGER NOT NULL,
        category INTEGER NOT NULL, provider TEXT NOT NULL, decision INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (campaign, origin, bucket, category, provider, decision)) WITHOUT ROWID"""
        for name in ("address_cell", "message_cell")
    ),
    # Once failures by the hour; nothing is written here any more.
    """CREATE TABLE hour (
        provider TEXT NOT NULL, category INTEGER NOT NULL, hour INTEGER NOT NULL,
        failures INTEGER NOT NULL, PRIMARY KEY (provider, category, hour)) WITHOUT ROWID""",
    """CREATE TABLE problem (
        message INTEGER NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL,
        remedy TEXT NOT NULL, PRIMARY KEY (message, place)) WITHOUT ROWID""",
    """CREATE TABLE unread (
        id INTEGER PRIMARY KEY, source INTEGER NOT NULL, entry INTEGER NOT NULL, code TEXT NOT NULL,
        text TEXT NOT NULL, remedy TEXT NOT NULL, UNIQUE (source, entry, code))""",
    # Marks are never changed. An undo or redo is a batch of its own that points to what it turned.
    """CREATE TABLE mark_batch (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, target INTEGER, decision INTEGER NOT NULL,
        decided_by INTEGER NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL)""",
    """CREATE TABLE mark (
        batch INTEGER NOT NULL, address INTEGER NOT NULL, decision INTEGER NOT NULL,
        decided_by INTEGER NOT NULL, former INTEGER NOT NULL, former_by INTEGER NOT NULL,
        PRIMARY KEY (batch, address)) WITHOUT ROWID""",
    """CREATE TABLE export (
        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, path TEXT NOT NULL, preset TEXT NOT NULL,
        addresses INTEGER NOT NULL)""",
    """CREATE TABLE export_row (
        export INTEGER NOT NULL, address INTEGER NOT NULL,
        PRIMARY KEY (export, address)) WITHOUT ROWID""",
)


def create_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of version 1.0."""
    for statement in _TABLES:
        connection.execute(statement)


def add_facts_of_problems(connection: sqlite3.Connection) -> None:
    """Version 1.1: what stands in the places of a problem's sentences, see problem_rows.py."""
    for name in ("problem", "unread"):
        connection.execute(f"ALTER TABLE {name} ADD COLUMN facts TEXT NOT NULL DEFAULT ''")


def share_contexts(connection: sqlite3.Connection) -> None:
    """Version 2.0: contexts are stored as diagnostics are, see texts.shared."""
    connection.execute(
        """UPDATE text SET body = char(27) || body
        WHERE role = 3 AND (instr(body, char(26)) OR substr(body, 1, 1) = char(27))"""
    )


def make_searching_quick(connection: sqlite3.Connection) -> None:
    """Version 3.0: which rows point to which text, filled piece by piece, see letters.py."""
    for name in ("diagnostic_key", "subject_key"):
        connection.execute(
            f"""CREATE TABLE {name} (
            key INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID"""
        )
    connection.execute("CREATE INDEX decided ON address (decision) WHERE decision != 0")


def find_messages_for_nobody(connection: sqlite3.Connection) -> None:
    """Version 3.1: the few messages without a recipient, which come first by recipient."""
    connection.execute("CREATE INDEX for_nobody ON message (id) WHERE address IS NULL")


MIGRATIONS: Sequence[Migration] = (
    (1 * MAJOR, create_tables),
    (1 * MAJOR + 1, add_facts_of_problems),
    (2 * MAJOR, share_contexts),
    (3 * MAJOR, make_searching_quick),
    (3 * MAJOR + 1, find_messages_for_nobody),
)


def empty_tables(connection: sqlite3.Connection) -> None:
    """Delete every row of every table."""
    letters.forget(connection)
    found = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '*_letters*'"
    ).fetchall()
    for name in {name for (name,) in found} - {"indexed"}:
        connection.execute(f"DELETE FROM {name}")  # noqa: S608 - names from our own schema
    connection.execute("DELETE FROM indexed WHERE name != ?", (GENERATION,))
    count_generation(connection)


def count_generation(connection: sqlite3.Connection) -> None:
    """Tell that rows changed otherwise than by new failures and marks, see kinds.py."""
    connection.execute(
        "INSERT INTO indexed VALUES (?, 1) ON CONFLICT DO UPDATE SET upto = upto + 1",
        (GENERATION,),
    )
