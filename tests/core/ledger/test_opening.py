import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bounce_inspector.core.ledger import (
    Added,
    Decision,
    Filter,
    Ledger,
    LedgerUnreadable,
    opening,
)
from bounce_inspector.core.ledger.schema import MAJOR, MIGRATIONS
from bounce_inspector.core.model import Unread
from bounce_inspector.core.problems import Problem
from tests.core.ledger.ledger_samples import NOW, batch, finding, inspection

NEWEST = MIGRATIONS[-1][0]


def version(path):
    with sqlite3.connect(path) as connection:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return found


def set_version(path, number):
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {number}")
    connection.close()


def add_note_table(connection):
    connection.execute("CREATE TABLE note (body TEXT)")


def fail_halfway(connection):
    connection.execute("CREATE TABLE half (body TEXT)")
    raise sqlite3.OperationalError("no such column: made_up")


def test_the_folder_is_made(tmp_path):
    deep = tmp_path / "a" / "b" / "ledger.sqlite3"

    with Ledger.open(deep):
        assert deep.exists()


def test_a_ledger_in_memory_works_like_one_in_a_file():
    with Ledger.open(":memory:") as ledger:
        ledger.add(batch(inspection(finding())))
        assert len(ledger.address_ids(Filter())) == 1


def test_a_newer_major_version_is_refused_and_left_alone(ledger, path):
    ledger.close()
    set_version(path, NEWEST + MAJOR)
    before = path.read_bytes()

    refused = Ledger.open(path)

    assert isinstance(refused, Problem)
    assert refused.code == "ledger-newer"
    assert "Update this program" in refused.remedy
    assert path.read_bytes() == before


def test_a_newer_minor_version_is_read(ledger, path):
    ledger.add(batch(inspection(finding())))
    ledger.close()
    set_version(path, NEWEST + 1)

    with Ledger.open(path) as opened:
        assert len(opened.address_ids(Filter())) == 1
    assert version(path) == NEWEST + 1


def test_a_migration_keeps_a_copy_of_the_file_as_it_was(ledger, path):
    ledger.add(batch(inspection(finding())))
    ledger.mark([1], Decision.REMOVE, "dead")
    ledger.close()

    with Ledger.open(path, migrations=[*MIGRATIONS, (NEWEST + 1, add_note_table)]) as migrated:
        assert list(migrated.marked()) == [1]
    assert version(path) == NEWEST + 1
    copy = path.with_name(f"ledger.sqlite3.version-{NEWEST // MAJOR}.{NEWEST % MAJOR}")
    assert version(copy) == NEWEST
    with Ledger.open(copy) as old:
        assert list(old.marked()) == [1]


def test_a_migration_that_fails_changes_nothing(ledger, path):
    ledger.close()

    with pytest.raises(sqlite3.OperationalError, match="made_up"):
        Ledger.open(path, migrations=[*MIGRATIONS, (NEWEST + 1, fail_halfway)])

    assert version(path) == NEWEST
    with sqlite3.connect(path) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    connection.close()
    assert "half" not in names


@pytest.mark.parametrize("context", ["Ann is gone.", "\x1a is gone", "\x1bAnn", "\x1b\x1a", ""])
def test_what_version_1_knew_of_a_failure_comes_back_letter_by_letter(path, context):
    found = finding("ann@example.com", context="old")
    with Ledger.open(path, migrations=MIGRATIONS[:2]) as ledger:
        ledger.add(batch(inspection(found)))
        ledger.mark([1], Decision.REMOVE, "dead")
    with sqlite3.connect(path) as connection:  # version 1 stored contexts as they are
        connection.execute("UPDATE text SET body = ? WHERE role = 3", (context,))
    connection.close()

    with Ledger.open(path) as migrated:
        (occurrence,) = migrated.findings_of(1)
        assert occurrence.finding.failure.context == context
        assert list(migrated.marked()) == [1]
    assert path.with_name("ledger.sqlite3.version-1.1").exists()


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(path):
    path.write_bytes(b"This is a letter, no database. " * 100)
    before = path.read_bytes()

    refused = Ledger.open(path)

    assert isinstance(refused, Problem)
    assert refused.code == "ledger-damaged"
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "file").write_text("x")

    refused = Ledger.open(tmp_path / "file" / "ledger.sqlite3")

    assert isinstance(refused, Problem)
    assert refused.code == "ledger-folder-missing"


def test_a_path_that_is_a_folder_is_said_so(tmp_path):
    refused = Ledger.open(tmp_path)

    assert isinstance(refused, Problem)
    assert refused.code == "ledger-not-writable"


def test_a_full_disk_loses_nothing_that_was_stored(ledger, path):
    ledger.add(batch(inspection(finding("ann@example.com"))))
    ledger.mark([1], Decision.REMOVE, "dead")
    (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()
    ledger._connection.execute(f"PRAGMA max_page_count = {pages}")

    outcome = ledger.add(
        batch(*(inspection(finding(f"{'x' * 500}{n}@e.example")) for n in range(500)))
    )

    assert isinstance(outcome, Problem)
    assert outcome.code == "ledger-disk-full"
    assert list(ledger.marked()) == [1]
    assert len(ledger.message_ids(Filter())) == 1
    ledger._connection.execute("PRAGMA max_page_count = 1000000")
    assert ledger.add(batch(inspection(finding("bob@example.com")))).messages == 1


def test_a_mark_on_a_full_disk_is_a_problem_and_changes_nothing(ledger):
    ledger.add(batch(*(inspection(finding(f"{n}@example.com")) for n in range(300))))
    (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()
    ledger._connection.execute(f"PRAGMA max_page_count = {pages}")

    outcome = ledger.mark(range(1, 301), Decision.REMOVE, "y" * 100_000)

    assert isinstance(outcome, Problem)
    assert outcome.code == "ledger-disk-full"
    assert list(ledger.marked()) == []
    assert ledger.undo() is None


def test_a_file_that_another_program_holds_is_said_so(ledger, path, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE", 0.05)
    with Ledger.open(path) as other:
        ledger._connection.execute("BEGIN IMMEDIATE")

        outcome = other.mark([1], Decision.REMOVE, "dead")

    assert isinstance(outcome, Problem)
    assert outcome.code == "ledger-busy"


def test_a_fault_of_our_own_stays_an_exception(ledger):
    ledger._connection.execute("DROP TABLE mark_batch")

    with pytest.raises(sqlite3.OperationalError):
        ledger.mark([1], Decision.REMOVE, "dead")


def test_a_damaged_file_is_told_when_it_is_read(ledger, path):
    ledger.add(batch(*(inspection(finding(f"{n}@example.com")) for n in range(5000))))
    ledger.close()
    with path.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(b"\xff" * (path.stat().st_size - 60 * 4096))

    with Ledger.open(path) as opened, pytest.raises(LedgerUnreadable) as caught:
        opened.address_rows(opened.address_ids(Filter()))

    assert caught.value.problem.code == "ledger-damaged"
    assert "Restore it from a backup" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_FULL", "ledger-disk-full"),
        ("SQLITE_READONLY", "ledger-not-writable"),
        ("SQLITE_IOERR", "ledger-disk-fault"),
        ("SQLITE_IOERR_FSYNC", "ledger-disk-fault"),
        ("SQLITE_BUSY", "ledger-busy"),
        ("SQLITE_CORRUPT", "ledger-damaged"),
    ],
)
def test_every_fault_of_the_world_has_a_sentence(name, code):
    error = sqlite3.OperationalError("made up")
    error.sqlite_errorcode = getattr(sqlite3, name)

    problem = opening.problem_of(error, "x.sqlite")

    assert problem.code == code
    assert "x.sqlite" in problem.sentence()
    assert problem.remedy


def test_what_another_process_writes_is_seen_at_once(ledger, path):
    before = ledger.version()
    code = (
        "import sys; from bounce_inspector.core.ledger import *\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "from tests.core.ledger.ledger_samples import *\n"
        "print(Ledger.open(sys.argv[1]).add(batch(inspection(finding()))))"
    )
    root = str(Path(__file__).parents[3])

    subprocess.run([sys.executable, "-c", code, str(path), root], check=True, capture_output=True)

    assert ledger.version() != before
    assert len(ledger.address_ids(Filter())) == 1


def test_two_writers_on_one_file_share_their_strings(ledger, path):
    with Ledger.open(path, lambda: NOW) as other:
        for number in range(6):
            writer = (ledger, other)[number % 2]
            writer.add(batch(inspection(finding(f"{number}@example.com"), campaign="spring")))

        assert other.facets(Filter()).campaigns == {"spring": 6}
        assert ledger.facets(Filter()) == other.facets(Filter())


def test_forgetting_everything_leaves_no_trace_in_the_file(ledger, path):
    ledger.add(batch(inspection(finding("very-secret@example.com"), campaign="spring")))
    ledger.mark([1], Decision.REMOVE, "dead")

    assert ledger.clear() is None

    assert len(ledger.address_ids(Filter())) == 0
    assert ledger.facets(Filter()).total == 0
    assert ledger.undo() is None
    ledger.add(batch(inspection(finding("new@example.com"), campaign="spring")))
    assert ledger.facets(Filter()).campaigns == {"spring": 1}
    ledger.close()
    assert b"very-secret" not in path.read_bytes()


def test_forgetting_while_another_program_reads_is_told_and_forgets_all_the_same(
    ledger, path, monkeypatch
):
    ledger.add(batch(inspection(finding())))
    monkeypatch.setattr(opening, "PATIENCE", 0.05)
    with Ledger.open(path) as other:
        ledger._connection.execute("BEGIN")
        ledger._connection.execute("SELECT * FROM message").fetchone()

        outcome = other.clear()

        ledger._connection.execute("COMMIT")
        assert isinstance(outcome, Problem)
        assert outcome.code == "ledger-traces-left"
        assert len(other.address_ids(Filter())) == 0


def test_nothing_is_forgotten_while_another_program_writes(ledger, path, monkeypatch):
    ledger.add(batch(inspection(finding())))
    monkeypatch.setattr(opening, "PATIENCE", 0.05)
    with Ledger.open(path) as other:
        ledger._connection.execute("BEGIN IMMEDIATE")

        outcome = other.clear()

        ledger._connection.execute("ROLLBACK")
        assert isinstance(outcome, Problem)
        assert len(other.address_ids(Filter())) == 1


def test_marks_carry_the_time_of_the_clock_in_the_wall(path):
    with Ledger.open(path) as ledger:
        ledger.add(batch(inspection(finding())))
        before = datetime.now(UTC).replace(microsecond=0)
        ledger.mark([1], Decision.REMOVE, "dead")

        assert before <= ledger.marks_of(1)[0].at <= datetime.now(UTC)


def test_a_ledger_of_version_1_0_keeps_its_problems_and_takes_new_ones(path):
    trouble = Problem("cut", "It is cut.", "Save it again.")
    with Ledger.open(path, migrations=MIGRATIONS[:1]) as old:
        old._connection.execute(
            "INSERT INTO unread (source, entry, code, text, remedy) VALUES (1, 1, ?, ?, ?)",
            (trouble.code, trouble.text, trouble.remedy),
        )
        old._connection.execute("INSERT INTO text (id, role, body) VALUES (1, 0, 'box')")

    with Ledger.open(path) as migrated:
        assert [one.problem for one in migrated.unread()] == [trouble]
        assert isinstance(migrated.add(batch(unread=[Unread("b", "", trouble)])), Added)
        assert len(migrated.unread()) == 2
