import shutil
import sqlite3
from contextlib import closing

import pytest

from bounce_inspector.core.ledger import checkpoints
from tests.core.ledger.ledger_samples import batch, finding, inspection


@pytest.fixture(autouse=True)
def after_every_message(monkeypatch):
    monkeypatch.setattr(checkpoints, "MESSAGES_BETWEEN", 1)


def messages_in(path):
    """Count what stands in the file itself, without what was written ahead."""
    alone = shutil.copy(path, path.with_name("alone.sqlite3"))
    with closing(sqlite3.connect(alone)) as connection:
        return connection.execute("SELECT count(*) FROM message").fetchone()[0]


def test_what_a_load_wrote_is_in_the_file_when_it_ends(ledger, path):
    with ledger.loading():
        ledger.add(batch(inspection(finding())))

    assert messages_in(path) == 1


def test_otherwise_it_comes_into_the_file_later(ledger, path):
    ledger.add(batch(inspection(finding())))
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM message").fetchone() == (1,)

    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        messages_in(path)


@pytest.mark.parametrize("setting", ["wal_autocheckpoint", "mmap_size"])
def test_the_settings_for_a_load_end_with_it(ledger, setting):
    def value():
        return ledger._connection.execute(f"PRAGMA {setting}").fetchone()[0]

    before = value()
    with ledger.loading():
        assert value() == 0

    assert value() == before > 0


def test_a_disk_that_fails_meanwhile_is_told(ledger, monkeypatch):
    def fail(path):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    monkeypatch.setattr(checkpoints, "_copy", fail)
    with ledger.loading():
        ledger.add(batch(inspection(finding())))
        ledger._checkpoints._thread.shutdown(wait=True)

        told = ledger.add(batch(inspection(finding())))

    assert told.code == "ledger-disk-fault"
