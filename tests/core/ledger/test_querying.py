import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounce_inspector.core.ledger import (
    AddressColumn,
    Bucket,
    Decision,
    Filter,
    Ledger,
    MessageColumn,
    Sort,
    View,
    first_page,
    letters,
    querying,
)
from bounce_inspector.core.model import Action, Advice, Category, Kind
from tests.core.ledger import naive_ledger
from tests.core.ledger.ledger_samples import NOW, batch, day, finding, inspection

NAMES = ["ann@example.com", "Bob@example.com", "bob@example.com", "c_c@example.org", "d@x.example"]
VERDICTS = [
    (Category.MAILBOX_UNKNOWN, Advice.REMOVE),
    (Category.MAILBOX_INACTIVE, Advice.WATCH),
    (Category.MAILBOX_FULL, Advice.WATCH),
    (Category.SENDER_BLOCKLISTED, Advice.FIX),
    (Category.GREYLISTED, Advice.KEEP),
    (Category.UNCLASSIFIED, Advice.KEEP),
]
PROVIDERS = [None, "google", "yahoo"]
CAMPAIGNS = [None, "spring", "autumn"]
SOURCES = ["a.mbox", "b.mbox"]
DIAGNOSTICS = ["User unknown", "100% full", "Mailbox FULL", ""]
SUBJECTS = [None, "Spring offer", "Für Sie"]
TEXTS = ["", "", "", "bob", "FULL", "0% f", "spring", "c_c", "für", "nothing like it", "example"]

findings = st.builds(
    lambda name, verdict, action, provider, words, status: finding(
        name, *verdict, action=action, provider=provider, diagnostic=words, status=status
    ),
    st.sampled_from(NAMES),
    st.sampled_from(VERDICTS),
    st.sampled_from([Action.FAILED, Action.FAILED, Action.DELIVERED, None]),
    st.sampled_from(PROVIDERS),
    st.sampled_from(DIAGNOSTICS),
    st.sampled_from(["5.1.1", "4.2.2", None]),
)
inspections = st.builds(
    lambda found, kind, date, source, campaign, about: inspection(
        *found,
        kind=kind,
        date=None if date is None else day(date),
        source=source,
        campaign=campaign,
        about=about,
    ),
    st.lists(findings, max_size=3),
    st.sampled_from([Kind.BOUNCE, Kind.BOUNCE, Kind.DELAY, Kind.COMPLAINT, Kind.OTHER]),
    st.sampled_from([None, 0, 1, 9, 20]),
    st.sampled_from(SOURCES),
    st.sampled_from(CAMPAIGNS),
    st.sampled_from(SUBJECTS),
)
filters = st.builds(
    Filter,
    buckets=st.frozensets(st.sampled_from(Bucket), max_size=3),
    category=st.sampled_from([None, None, Category.MAILBOX_FULL, Category.GREYLISTED]),
    provider=st.sampled_from([None, None, "", "google"]),
    campaign=st.sampled_from([None, None, "", "spring", "never seen"]),
    source=st.sampled_from([None, None, "a.mbox", "never seen"]),
    decision=st.sampled_from([None, None, *Decision]),
    text=st.sampled_from(TEXTS),
)
marks = st.lists(st.tuples(st.sets(st.integers(1, 5)), st.sampled_from(Decision)), max_size=3)
address_columns = st.sampled_from([column for column in AddressColumn if column != "category"])
message_columns = st.sampled_from(
    [column for column in MessageColumn if column not in {"category", "kind"}]
)


def filled(batches, decided):
    """Return a ledger with messages and marks, and what is decided in the end."""
    ledger = Ledger.open(":memory:", lambda: NOW)
    for some in batches:
        ledger.add(batch(*some))
    decisions = {}
    known = set(ledger.address_ids(Filter()))
    for addresses, decision in decided:
        ledger.mark(addresses, decision, "why")
        for address in addresses & known:
            decisions[address] = None if decision is Decision.CLEARED else decision
    return ledger, decisions


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(inspections, max_size=5), max_size=4),
    marks,
    filters,
    st.sampled_from([*AddressColumn, *MessageColumn]),
    st.booleans(),
    st.integers(1, 4),
    st.integers(1, 30),
)
def test_the_first_page_is_the_beginning_of_all(
    batches, decided, where, column, descending, limit, sample
):
    ledger, _ = filled(batches, decided)
    sort = Sort(column, descending)

    with ledger, pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_page, "SAMPLE", sample)
        patch.setattr(first_page, "_AT_LEAST", 0)
        ids = ledger.address_ids if isinstance(column, AddressColumn) else ledger.message_ids

        assert ids(where, sort, limit) == ids(where, sort)[:limit]


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("column", [*AddressColumn, *MessageColumn])
@pytest.mark.parametrize("where", [Filter(), Filter(text="un"), Filter(decision=Decision.REMOVE)])
def test_a_sample_tells_the_first_page_of_many_rows(crowd, where, column, descending, monkeypatch):
    sort = Sort(column, descending)
    ids = crowd.address_ids if isinstance(column, AddressColumn) else crowd.message_ids
    every = ids(where, sort)
    asked = []
    real = first_page.first_page
    monkeypatch.setattr(first_page, "SAMPLE", 50)
    monkeypatch.setattr(
        querying, "first_page", lambda *values: asked.append(real(*values)) or asked[-1]
    )

    found = ids(where, sort, 5)

    assert len(every) > 100
    assert found == every[:5]
    assert asked in ([], [found])


@pytest.fixture(scope="module")
def crowd():
    """A ledger of a few hundred rows, in which much is equal and some is missing."""
    ledger = Ledger.open(":memory:", lambda: NOW)
    ledger.add(
        batch(
            *(
                inspection(
                    finding(
                        f"{'unmn'[number % 3 :]}{number * 37 % 101}@x{number}.example",
                        *VERDICTS[number % 2],
                        provider=PROVIDERS[number % 3],
                        diagnostic=DIAGNOSTICS[number % 2],
                    ),
                    date=None if number % 5 == 0 else day(number % 7),
                    source=SOURCES[number % 2],
                    about=SUBJECTS[number % 3],
                )
                for number in range(400)
            )
        )
    )
    ledger.mark(range(1, 300), Decision.REMOVE, "why")
    with ledger:
        yield ledger


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(inspections, max_size=5), max_size=4),
    marks,
    filters,
    address_columns,
    st.booleans(),
)
def test_addresses_are_filtered_sorted_and_counted_as_by_hand(
    batches, decided, where, column, descending
):
    ledger, decisions = filled(batches, decided)
    rows = naive_ledger.address_rows([one for some in batches for one in some], decisions)

    with ledger:
        assert list(ledger.address_ids(where, Sort(column, descending))) == naive_ledger.ids(
            rows, where, column, descending
        )
        assert ledger.facets(where) == naive_ledger.facets(rows, where, with_decisions=True)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(inspections, max_size=5), max_size=4),
    marks,
    filters,
    message_columns,
    st.booleans(),
)
def test_messages_are_filtered_sorted_and_counted_as_by_hand(
    batches, decided, where, column, descending
):
    ledger, decisions = filled(batches, decided)
    rows = naive_ledger.message_rows([one for some in batches for one in some], decisions)

    with ledger:
        assert list(ledger.message_ids(where, Sort(column, descending))) == naive_ledger.ids(
            rows, where, column, descending
        )
        assert ledger.facets(where, View.MESSAGES) == naive_ledger.facets(
            rows, where, with_decisions=False
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(inspections, max_size=5), max_size=4), st.randoms())
def test_the_order_in_which_files_are_read_changes_no_judgement(batches, random):
    forward, _ = filled(batches, [])
    backward, _ = filled(random.sample(batches, len(batches)), [])

    with forward, backward:
        assert judgements(forward) == judgements(backward)
        assert forward.facets(Filter()).buckets == backward.facets(Filter()).buckets


def judgements(ledger):
    rows = ledger.address_rows(ledger.address_ids(Filter()))
    return {row.address.lower(): (row.bucket, row.category, row.days, row.times) for row in rows}


@pytest.fixture
def three(ledger):
    ledger.add(
        batch(
            inspection(finding("ann@example.com", Category.GREYLISTED, Advice.KEEP)),
            inspection(finding("bob@example.com"), kind=Kind.DELAY),
            inspection(finding("cid@example.com", Category.MAILBOX_FULL, Advice.WATCH)),
        )
    )
    return ledger


def test_the_first_page_can_be_had_before_the_rest(three):
    by_name = Sort(AddressColumn.ADDRESS, descending=True)

    assert list(three.address_ids(Filter(), by_name, limit=2)) == [3, 2]
    assert list(three.message_ids(Filter(), limit=1)) == [1]


@pytest.mark.parametrize("descending", [True, False])
def test_a_subject_that_is_no_text_has_its_place_in_the_order(ledger, descending):
    for about in ("Offer", "half a pair \ud800", "News"):
        ledger.add(batch(inspection(finding(), about=about)))
    sort = Sort(MessageColumn.SUBJECT, descending)

    assert ledger.message_ids(Filter(), sort, 1) == ledger.message_ids(Filter(), sort)[:1]


def test_the_first_page_by_subject_has_those_that_are_not_indexed_yet(ledger, monkeypatch):
    ledger.add(batch(*(inspection(finding(), about=about) for about in ("b", "c"))))
    monkeypatch.setattr(letters, "INDEXES", [replace(one, piece=1) for one in letters.INDEXES])
    ledger.follow()
    monkeypatch.undo()
    ledger.add(batch(*(inspection(finding(), about=about) for about in ("B", "a"))))
    sort = Sort(MessageColumn.SUBJECT)

    assert list(ledger.message_ids(Filter(), sort, 3)) == [4, 1, 3]


def test_categories_and_kinds_sort_in_the_order_of_the_house(three):
    assert list(three.address_ids(Filter(), Sort(AddressColumn.CATEGORY))) == [2, 3, 1]
    assert list(three.message_ids(Filter(), Sort(MessageColumn.CATEGORY))) == [2, 3, 1]
    assert list(three.message_ids(Filter(), Sort(MessageColumn.KIND))) == [1, 3, 2]


def test_a_column_of_the_other_view_is_our_mistake(three):
    with pytest.raises(KeyError):
        three.address_ids(Filter(), Sort(MessageColumn.SUBJECT))


def test_a_search_sees_what_was_added_after_it(three):
    where = Filter(text="example.com")
    assert len(three.address_ids(where)) == 3
    three.add(batch(inspection(finding("dan@example.com"))))

    assert len(three.address_ids(where)) == 4
    assert three.facets(where).total == 4


def test_a_search_after_everything_was_forgotten_finds_only_what_is_new(three):
    where = Filter(text="ann")
    assert len(three.address_ids(where)) == 1
    three.clear()
    for name in ("ann@example.com", "annabel@example.com", "x@example.com"):
        three.add(batch(inspection(finding(name))))

    assert len(three.address_ids(where)) == 2


def test_a_pasted_diagnostic_with_its_address_is_found(ledger):
    words = "550 5.1.1 <{}>: Recipient rejected"
    ledger.add(
        batch(
            *(
                inspection(finding(name, diagnostic=words.format(name)))
                for name in ("ann@example.com", "bob@example.com")
            )
        )
    )

    where = Filter(text="<bob@example.com>: recipient")

    assert list(ledger.address_ids(where)) == [2]
    assert list(ledger.message_ids(where)) == [2]


@pytest.mark.parametrize("text", ["%", "_", "\\", "a%m", "'", '"', "\0", "*"])
def test_signs_with_a_meaning_in_queries_are_only_letters(three, text):
    assert list(three.address_ids(Filter(text=text))) == []


def test_the_most_frequent_value_of_a_facet_comes_first(ledger):
    full = (Category.MAILBOX_FULL, Advice.WATCH)
    ledger.add(
        batch(
            inspection(finding("a@example.com", *full, provider="b")),
            inspection(finding("b@example.com", provider="c")),
            inspection(finding("c@example.com", provider="c")),
        )
    )

    facets = ledger.facets(Filter())

    assert list(facets.buckets) == [Bucket.REMOVE, Bucket.WATCH]
    assert list(facets.providers) == ["c", "b"]


def test_messages_for_nobody_are_not_looked_for_among_all_others(ledger, path):
    with sqlite3.connect(path) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {querying._FOR_NOBODY}").fetchall()
    connection.close()

    assert ["for_nobody" in step[-1] for step in plan] == [True]
