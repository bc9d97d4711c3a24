import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounce_inspector.core.ledger import Filter, Ledger, letters, search
from bounce_inspector.core.ledger.schema import MIGRATIONS
from tests.core.ledger.ledger_samples import NOW, batch, finding, inspection

WORDS = ["ann", "bob", "smith", "Müller", "ЖУК", "用户", 'a"b', "x%y", "c_c", "[q]", "zz", "5.1.1"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
TEXTS = [
    *WORDS,
    *("nn", "zz", "z", "mi", "жук", "müll", "ÜLL", "b@e", "户", "mith@exam", "le.com", "nothing"),
    *("[", "q]", '"', "*", "?", "%", "5.1", "bob smith", "ann@example.com", "ß", "."),
]


@pytest.fixture
def eager(monkeypatch):
    """Index each row at once, and ask the indexes also where reading all would be quicker."""
    monkeypatch.setattr(letters, "INDEXES", [replace(one, piece=1) for one in letters.INDEXES])
    monkeypatch.setattr(search, "MANY", 1.0)


def filled(path, said):
    ledger = Ledger.open(path, lambda: NOW)
    for name, diagnostic, subject in said:
        address = f"{name.replace(' ', '.')}@example.com"
        found = finding(address, diagnostic=diagnostic.replace("bob", address))
        ledger.add(batch(inspection(found, about=subject)))
    return ledger


def answers(ledger, text):
    where = Filter(text=text)
    return list(ledger.address_ids(where)), list(ledger.message_ids(where))


def upto(ledger):
    return dict(ledger._connection.execute("SELECT * FROM indexed"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=6))
def test_the_indexes_find_what_comparing_all_strings_finds(said):
    with pytest.MonkeyPatch.context() as patch, filled(":memory:", said) as plain:
        patch.setattr(letters, "INDEXES", [replace(one, piece=1) for one in letters.INDEXES])
        patch.setattr(search, "MANY", 1.0)
        with filled(":memory:", said) as indexed:
            for text in TEXTS:
                assert answers(indexed, text) == answers(plain, text)


def test_each_row_is_indexed_once_enough_of_them_wait(eager):
    with filled(":memory:", [("ann", "gone", "Offer"), ("bob", "full", "Offer")]) as ledger:
        known = upto(ledger)

        assert known["address_letters"] == known["diagnostic_key"] == known["subject_key"] == 2
        assert known["text_letters"] > 2
        assert ledger.follow() is False


def test_a_ledger_of_version_2_is_searched_at_once_and_indexed_bit_by_bit(path, monkeypatch):
    said = [("ann", "no such user", "Offer"), ("bob", "full", "News")]
    with Ledger.open(path, migrations=MIGRATIONS[:3]) as old:
        for name, diagnostic, subject in said:
            found = finding(f"{name}@example.com", diagnostic=diagnostic)
            old.add(batch(inspection(found, about=subject)))

    with Ledger.open(path) as migrated:
        assert answers(migrated, "such") == ([1], [1])
        assert migrated.follow() is False  # too few to be worth it
        small = [replace(one, piece=1, most=1) for one in letters.INDEXES]
        monkeypatch.setattr(letters, "INDEXES", small)
        monkeypatch.setattr(search, "MANY", 1.0)
        assert migrated.follow() is True
        assert answers(migrated, "bob") == ([2], [2])
        while migrated.follow():
            assert answers(migrated, "News") == ([2], [2])
        assert upto(migrated)["address_letters"] == 2
        assert answers(migrated, "such") == ([1], [1])
    assert path.with_name("ledger.sqlite3.version-2.0").exists()


def test_without_fts5_every_string_is_compared(eager, path, monkeypatch):
    said = [("ann", "no such user", "Offer"), ("bob", "full", "News")]
    monkeypatch.setattr(letters, "is_possible", lambda _: False)
    with filled(path, said) as ledger:
        assert answers(ledger, "such") == ([1], [1])
        assert "address_letters" not in upto(ledger)
    monkeypatch.undo()

    monkeypatch.setattr(letters, "INDEXES", [replace(one, piece=1) for one in letters.INDEXES])
    with Ledger.open(path) as able:
        assert able.follow() is False
        assert upto(able)["address_letters"] == 2
        assert answers(able, "bob") == ([2], [2])


def test_what_was_added_without_fts5_is_found_and_indexed_later(eager, path, monkeypatch):
    filled(path, [("ann", "gone", "Offer")]).close()
    with monkeypatch.context() as patch:
        patch.setattr(letters, "is_possible", lambda _: False)
        filled(path, [("bob", "full", "News")]).close()

    with Ledger.open(path) as able:
        assert answers(able, "bob") == ([2], [2])
        able.follow()
        assert upto(able)["address_letters"] == 2
        assert answers(able, "bob") == ([2], [2])


@pytest.mark.parametrize("has_fts5", [True, False])
def test_forgetting_everything_leaves_no_letters_behind(eager, path, monkeypatch, has_fts5):
    with filled(path, [("ann", "gone", "qqqqq")]) as ledger:
        with monkeypatch.context() as patch:
            patch.setattr(letters, "is_possible", lambda _: has_fts5)
            assert ledger.clear() is None
        ledger.close()
    assert b"qqq" not in path.read_bytes()

    with filled(path, [("bob", "full", "News")]) as ledger:
        assert answers(ledger, "ann") == ([], [])
        assert answers(ledger, "bob") == ([1], [1])
        assert upto(ledger)["address_letters"] == 1


def test_a_text_that_is_frequent_shows_its_first_page_in_order(path):
    said = [(f"ann.{n}" if n % 3 else f"bob.{n}", "gone", "Offer") for n in range(40)]
    with filled(path, said) as ledger:
        every = ledger.address_ids(Filter(text="ann"))

        assert ledger.address_ids(Filter(text="ann"), limit=5) == every[:5]


def test_indexing_that_is_broken_off_goes_on_later(path, monkeypatch):
    def interrupted(_):
        error = sqlite3.OperationalError("interrupted")
        error.sqlite_errorcode = sqlite3.SQLITE_INTERRUPT
        raise error

    with filled(path, [("ann", "gone", "Offer")]) as ledger:
        monkeypatch.setattr(letters, "INDEXES", [replace(one, piece=1) for one in letters.INDEXES])
        with monkeypatch.context() as patch:
            patch.setattr(letters.Letters, "follow", interrupted)
            assert ledger.follow() is True

        assert ledger.follow() is False
        assert upto(ledger)["address_letters"] == 1
