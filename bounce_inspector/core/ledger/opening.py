"""Open a ledger's file: check its version, copy it before it is changed, say what is in the way."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bounce_inspector.core.ledger.schema import MAJOR, MIGRATIONS, Migration
from bounce_inspector.core.problems import Problem, values

MEMORY = ":memory:"
PATIENCE = 10.0  # seconds to wait for another process that writes; its transactions are short
MAPPED = 1 << 30  # bytes of the file at most

_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32000",  # KiB; twice the default of 1 million addresses' inner pages
    f"PRAGMA mmap_size = {MAPPED}",  # scans read pages of the file without copying them
    # Each checkpoint waits for the disk: one for 16 MB written, not one for four.
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA journal_size_limit = 67108864",
)
_FULL = {sqlite3.SQLITE_FULL}
_FORBIDDEN = {
    *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH),
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_FAULTY = {sqlite3.SQLITE_IOERR}


def connect(
    path: Path | str, migrations: Sequence[Migration] = MIGRATIONS
) -> sqlite3.Connection | Problem:
    """Return a connection to the ledger at `path`, brought to the newest version, or a Problem."""
    try:
        if str(path) != MEMORY:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        return Problem(
            "ledger-folder-missing",
            "The folder {folder} cannot be made: {reason}.",
            "Check the permissions of the folder above it, or choose another place.",
            values(folder=str(Path(path).parent), reason=fault.strerror or type(fault).__name__),
        )
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    except sqlite3.Error as error:
        return problem_of(error, path)
    try:
        refused = _prepare(connection, path, migrations)
    except sqlite3.Error as error:
        connection.close()
        return problem_of(error, path)
    if refused:
        connection.close()
        return refused
    return connection


def _prepare(
    connection: sqlite3.Connection, path: Path | str, migrations: Sequence[Migration]
) -> Problem | None:
    newest = migrations[-1][0]
    version = version_of(connection)
    if version // MAJOR > newest // MAJOR:
        return Problem(
            "ledger-newer",
            "The ledger {file} was written by a newer version of Bounce Inspector.",
            "Update this program, or choose another ledger. Nothing in it was changed.",
            values(file=str(path)),
        )
    for statement in _SETTINGS:
        connection.execute(statement)
    if version < newest:
        if version:
            _copy(connection, Path(f"{path}.version-{version // MAJOR}.{version % MAJOR}"))
        _migrate(connection, migrations)
    return None


def version_of(connection: sqlite3.Connection) -> int:
    """Return major * 1000 + minor of the file; 0 for an empty one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _copy(connection: sqlite3.Connection, to: Path) -> None:
    with closing(sqlite3.connect(to)) as copy:
        connection.backup(copy)


def _migrate(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    for version, migrate in migrations:
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Asked again inside the transaction: another process may have been first.
            if version_of(connection) < version:
                migrate(connection)
                connection.execute(f"PRAGMA user_version = {version}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def shrink(connection: sqlite3.Connection, path: Path | str) -> Problem | None:
    """Rewrite the file without what was deleted from it, so that no trace of it is left."""
    try:
        connection.execute("VACUUM")
        (is_held, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        return problem_of(error, path)
    if is_held:
        return Problem(
            "ledger-traces-left",
            "Everything is forgotten, but another program still reads {file}.",
            "Close it: until then the file may hold traces of what was deleted.",
            values(file=str(path)),
        )
    return None


def problem_of(error: sqlite3.Error, path: Path | str) -> Problem:
    """Return what the world did to the ledger. Raise the error again where the fault is ours."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _FULL:
        return Problem(
            "ledger-disk-full",
            "The disk is full: the ledger {file} could not be written.",
            "Make room and do it again. What was stored before is safe.",
            values(file=str(path)),
        )
    if code in _FORBIDDEN:
        return Problem(
            "ledger-not-writable",
            "The ledger {file} cannot be opened or written.",
            "Check the permissions of the file and its folder, or choose another place for it.",
            values(file=str(path)),
        )
    if code in _BUSY:
        return Problem(
            "ledger-busy",
            "Another program holds the ledger {file}.",
            "Wait until it has finished, or close it, and do it again.",
            values(file=str(path)),
        )
    if code in _DAMAGED:
        return Problem(
            "ledger-damaged",
            "The file {file} is no ledger or is damaged.",
            "Restore it from a backup, or move it away: a new one is made when it is missing.",
            values(file=str(path)),
        )
    if code in _FAULTY:
        return Problem(
            "ledger-disk-fault",
            "The disk reported a fault while the ledger {file} was used.",
            "Check the disk or the connection to it. What was stored before is safe.",
            values(file=str(path)),
        )
    raise error
