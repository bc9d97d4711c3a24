from bounce_inspector.core.batches.parcel import pack, unpack
from bounce_inspector.core.ledger import Filter
from bounce_inspector.core.ledger.drafts import draft
from bounce_inspector.core.problems import Problem
from tests.core.ledger.ledger_samples import finding, full_finding, inspection


def test_a_draft_arrives_from_another_process_as_it_was_sent():
    sent = [
        draft(inspection(full_finding(), finding(""), problems=(Problem("a", "b", "c"),))),
        draft(inspection()),
    ]

    assert unpack(pack(sent)) == sent
    assert [type(one) for one in unpack(pack(sent))] == [type(one) for one in sent]
    assert type(unpack(pack(sent))[0].failures[0]) is type(sent[0].failures[0])


def test_what_a_worker_made_is_stored_as_if_it_were_made_here(ledger):
    one = inspection(full_finding(), finding("bob.miller@example.org"), campaign="spring")

    ledger.add_drafts(unpack(pack([draft(one)])), ())

    (address,) = ledger.address_ids(Filter())
    assert {occurrence.finding for occurrence in ledger.findings_of(address)} == set(one.findings)


def test_without_its_gravest_failure_a_draft_speaks_of_the_next():
    grave, slight = finding("a@example.com"), full_finding("b@example.com")
    whole = draft(inspection(slight, grave))

    rest = whole.with_failures(whole.failures[:1])

    assert (whole.lead, whole.code, whole.recipients) == (1, "5.1.1", 2)
    alone = draft(inspection(slight))
    assert rest[-7:] == alone[-7:]
