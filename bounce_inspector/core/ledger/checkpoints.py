"""Copy what a long load wrote ahead (https://sqlite.org/wal.html) into the ledger, in a thread.

SQLite does it in the middle of a commit and waits for the disk, for a second now and then; the
processes that read would wait too.
"""

import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

MESSAGES_BETWEEN = 20_000
FEW_PAGES = 1_000
ROUNDS = 6  # at most, where the disk is slower than the load

_COPY = "PRAGMA wal_checkpoint(PASSIVE)"  # neither those who read nor those who write wait for it
_AT_COMMIT = "PRAGMA wal_autocheckpoint"


class Checkpoints:
    """The copying for one connection that writes. Nothing is lost where it fails: it comes later.

    What was written while the thread copied is little, and is copied by the writing connection:
    only where nothing is left uncopied the file of what is written ahead starts anew.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path | str) -> None:
        self._connection = connection
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._copying: Future[None] | None = None
        self._messages = 0
        (self._before,) = connection.execute(_AT_COMMIT).fetchone()

    def __enter__(self) -> Self:
        self._connection.execute(f"{_AT_COMMIT} = 0")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._connection.execute(f"{_AT_COMMIT} = {self._before}")

    def wrote(self, messages: int) -> None:
        """Copy where much was written since the last time. Raise sqlite3.Error if it failed."""
        self._messages += messages
        if self._copying is not None and self._copying.done():
            self._copying.result()
            self._copying = None
            self._connection.execute(_COPY)
        if self._copying is None and self._messages >= MESSAGES_BETWEEN:
            self._messages = 0
            self._copying = self._thread.submit(_copy, self._path)


def _copy(path: Path | str) -> None:
    """Copy what there is, then what was written meanwhile, until that is little."""
    before = 0
    with closing(sqlite3.connect(path)) as connection:
        for _ in range(ROUNDS):
            _, _, copied = connection.execute(_COPY).fetchone()
            if copied - before < FEW_PAGES:
                return
            before = copied
