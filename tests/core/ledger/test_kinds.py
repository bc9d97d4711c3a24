from hypothesis import given, settings
from hypothesis import strategies as st

from bounce_inspector.core.ledger import Bucket, Decision, Filter, Ledger, View
from bounce_inspector.core.model import Advice, Category
from tests.core.ledger.ledger_samples import NOW, batch, finding, inspection

EVERYWHERE = Filter(text="example.com")
FULL = (Category.MAILBOX_FULL, Advice.WATCH)

steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("add"),
            st.sampled_from(["ann", "bob", "cid"]),
            st.sampled_from(["a.mbox", "b.mbox"]),
        ),
        st.tuples(st.just("mark"), st.integers(1, 3), st.sampled_from(Decision)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("move"), st.sampled_from(["a.mbox", "c.mbox"])),
        st.tuples(st.just("clear")),
    ),
    max_size=8,
)


def do(ledger, step):
    match step:
        case "add", name, source:
            ledger.add(batch(inspection(finding(f"{name}@example.com"), source=source)))
        case "mark", address, decision:
            ledger.mark([address], decision, "why")
        case ("undo",):
            ledger.undo()
        case "move", source:
            found = finding("dan@example.com", *FULL)
            ledger.add(batch(inspection(found, source=source, message_id="<moved@example.com>")))
        case ("clear",):
            assert ledger.clear() is None


def counts(ledger):
    views = [ledger.facets(EVERYWHERE, view) for view in View]
    decided = [ledger.facets(Filter(decision=one), View.MESSAGES) for one in Decision]
    return views, decided


@settings(max_examples=60, deadline=None)
@given(steps)
def test_counts_that_follow_each_change_are_those_counted_afresh(tmp_path_factory, done):
    path = tmp_path_factory.mktemp("kinds") / "ledger.sqlite3"
    with Ledger.open(path, lambda: NOW) as writing, Ledger.open(path, lambda: NOW) as other:
        for step in done:
            do(writing, step)
            with Ledger.open(path) as fresh:
                expected = counts(fresh)
            assert counts(writing) == expected
            assert counts(other) == expected


def test_all_rows_hit_count_as_without_a_search(ledger):
    for name in ("ann", "bob"):
        ledger.add(batch(inspection(finding(f"{name}@example.com"))))

    assert ledger.facets(EVERYWHERE) == ledger.facets(Filter())


def test_a_search_counts_its_own_rows_whatever_was_asked_for_in_between(ledger):
    ledger.add(
        batch(inspection(finding("ann@example.com")), inspection(finding("bob@example.com", *FULL)))
    )
    assert len(ledger.address_ids(Filter(text="ann"))) == 1
    assert len(ledger.address_ids(Filter())) == 2

    assert ledger.facets(Filter(text="ann")).buckets == {Bucket.REMOVE: 1}


def test_the_ledger_gets_ready_to_count_before_it_is_asked(ledger):
    ledger.add(batch(inspection(finding("ann@example.com"))))

    assert ledger.follow() is False

    assert ledger.facets(EVERYWHERE).total == 1
