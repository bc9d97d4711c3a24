import pytest

from bounce_inspector.core.ledger import Added, Filter, Ledger, keys
from tests.core.ledger.ledger_samples import NOW, batch, finding, inspection


@pytest.fixture(autouse=True)
def few_may_wait(monkeypatch):
    monkeypatch.setattr(keys, "MOST_WAITING", 4)


def messages(count, start=0):
    return [inspection(finding(f"p{number}@example.com")) for number in range(start, start + count)]


def written(ledger):
    return [
        ledger._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("message_key", "address_key")
    ]


@pytest.mark.parametrize("size", [1, 3, 4, 9])
def test_what_waits_and_what_is_written_is_both_found(ledger, size):
    known = messages(9)
    for start in range(0, 9, size):
        ledger.add(batch(*known[start : start + size]))

    assert ledger.add(batch(*known)) == Added(messages=0, known=9)
    assert len(ledger.address_ids(Filter())) == 9


def test_keys_are_written_many_at_once(ledger):
    known = messages(9)
    ledger.add(batch(*known[:3]))
    assert written(ledger) == [0, 0]

    ledger.add(batch(*known[3:5]))
    assert written(ledger) == [5, 5]

    ledger.add(batch(*known[5:7]))
    assert written(ledger) == [5, 5]


def test_what_waits_is_known_to_the_next_run_of_the_program(ledger, path):
    known = messages(7)
    ledger.add(batch(*known[:5]))
    ledger.add(batch(*known[5:]))

    with Ledger.open(path, lambda: NOW) as later:
        assert later.add(batch(*known)) == Added(messages=0, known=7)
        assert later.add(batch(*messages(1, start=6))) == Added(messages=1)


def test_two_writers_know_what_the_other_wrote(ledger, path):
    known = messages(20)
    with Ledger.open(path, lambda: NOW) as other:
        for number, one in enumerate(known):
            (ledger, other)[number % 2].add(batch(one))

        assert ledger.add(batch(*known)).known == 20
        assert other.add(batch(*known)).known == 20
        assert written(ledger)[0] >= 16


def test_a_batch_that_could_not_be_stored_is_not_taken_for_known(ledger):
    known = messages(300)
    (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()
    ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
    assert ledger.add(batch(*known)).code == "ledger-disk-full"
    ledger._connection.execute("PRAGMA max_page_count = 1000000")

    assert ledger.add(batch(*known)).messages == 300
