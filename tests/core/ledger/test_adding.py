from datetime import UTC, datetime

import pytest

from bounce_inspector.core.ledger import (
    Added,
    AddressColumn,
    Bucket,
    Filter,
    MessageColumn,
    Reason,
    Sort,
    View,
)
from bounce_inspector.core.model import Action, Advice, Category, Kind, Unread
from bounce_inspector.core.problems import Problem
from tests.core.ledger.ledger_samples import (
    FULL_DISK,
    batch,
    day,
    finding,
    full_finding,
    inspection,
)

EVERYTHING = Filter()


def addresses(ledger, where=EVERYTHING):
    return ledger.address_rows(ledger.address_ids(where))


def messages(ledger, where=EVERYTHING):
    return ledger.message_rows(ledger.message_ids(where))


def test_a_message_becomes_a_row_by_message_and_a_row_by_address(ledger):
    added = ledger.add(batch(inspection(finding("ann@example.com"), campaign="spring", about="Hi")))

    assert added == Added(messages=1, addresses=1)
    (address,) = addresses(ledger)
    assert (address.address, address.bucket, address.reason) == (
        "ann@example.com",
        Bucket.REMOVE,
        Reason.DEAD,
    )
    assert (address.times, address.code, address.category) == (1, "5.1.1", Category.MAILBOX_UNKNOWN)
    assert address.first_seen == address.last_seen == day(0)
    (message,) = messages(ledger)
    assert (message.recipient, message.recipients) == ("ann@example.com", 1)
    assert (message.subject, message.campaign, message.kind) == ("Hi", "spring", Kind.BOUNCE)


def test_the_same_message_in_two_files_counts_once_and_is_found_where_it_was_seen_last(ledger):
    first = inspection(finding(), source="monday.mbox", message_id="<1@x.example>")
    ledger.add(batch(first))
    added = ledger.add(batch(first._replace(source="copy.mbox", index=7, offset=7000)))

    assert added == Added(messages=0, known=1)
    (address,) = addresses(ledger)
    assert address.times == 1
    (message,) = messages(ledger)
    assert (message.place.source, message.place.index, message.place.offset) == (
        "copy.mbox",
        7,
        7000,
    )
    assert ledger.facets(EVERYTHING, View.MESSAGES).sources == {"copy.mbox": 1}
    assert ledger.facets(EVERYTHING).sources == {"copy.mbox": 1, "monday.mbox": 1}
    assert len(ledger.address_ids(Filter(source="copy.mbox"))) == 1
    assert len(ledger.address_ids(Filter(source="monday.mbox"))) == 1


def test_reading_the_same_file_again_changes_nothing(ledger):
    one = batch(*(inspection(finding(f"p{number}@example.com")) for number in range(20)))
    ledger.add(one)
    before = (addresses(ledger), messages(ledger), ledger.facets(EVERYTHING))

    assert ledger.add(one) == Added(messages=0, known=20)
    assert (addresses(ledger), messages(ledger), ledger.facets(EVERYTHING)) == before


def test_the_same_message_twice_in_one_batch_counts_once(ledger):
    one = inspection(finding(), message_id="<1@x.example>")

    assert ledger.add(batch(one, one._replace(offset=5))) == Added(1, known=1, addresses=1)
    assert addresses(ledger)[0].times == 1


def test_a_message_id_used_again_for_another_recipient_is_another_failure(ledger):
    ledger.add(batch(inspection(finding("ann@example.com"), message_id="<same@x.example>")))
    added = ledger.add(
        batch(
            inspection(
                finding("ann@example.com"),
                finding("bob@example.com"),
                message_id="<same@x.example>",
            )
        )
    )

    assert added == Added(messages=1, addresses=1)
    assert {row.address: row.times for row in addresses(ledger)} == {
        "ann@example.com": 1,
        "bob@example.com": 1,
    }


def test_without_a_message_id_the_digest_tells_whether_it_is_the_same(ledger):
    one = inspection(finding())._replace(message_id=None, digest="aa11")

    ledger.add(batch(one))

    assert ledger.add(batch(one._replace(source="other.eml"))).known == 1
    assert ledger.add(batch(one._replace(digest="bb22"))).messages == 1


def test_without_id_and_digest_the_place_tells(ledger):
    one = inspection(finding())._replace(message_id=None, digest=None)

    ledger.add(batch(one))

    assert ledger.add(batch(one)).known == 1
    assert ledger.add(batch(one._replace(offset=one.offset + 1))).messages == 1


def test_letters_case_and_blanks_make_no_other_address(ledger):
    ledger.add(
        batch(inspection(finding("Ann@Example.COM")), inspection(finding(" ann@example.com ")))
    )

    (address,) = addresses(ledger)
    assert (address.address, address.times) == ("Ann@Example.COM", 2)


def test_one_message_with_many_recipients_counts_once_for_each(ledger):
    ledger.add(
        batch(
            inspection(
                finding("ann@example.com"), finding("bob@example.com"), finding("ANN@example.com")
            )
        )
    )

    assert {row.address: row.times for row in addresses(ledger)} == {
        "ann@example.com": 1,
        "bob@example.com": 1,
    }
    (message,) = messages(ledger)
    assert message.recipients == 2
    assert len(ledger.findings_of_message(message.id)) == 3


def test_a_failure_without_an_address_is_kept_with_its_message(ledger):
    ledger.add(batch(inspection(finding(""))))

    assert addresses(ledger) == []
    (message,) = messages(ledger)
    assert (message.recipient, message.recipients, message.bucket) == ("", 0, Bucket.REMOVE)
    (occurrence,) = ledger.findings_of_message(message.id)
    assert occurrence.finding == finding("")


@pytest.mark.parametrize(
    ("kind", "bucket"),
    [
        (Kind.BOUNCE, Bucket.UNKNOWN),
        (Kind.DELAY, Bucket.UNKNOWN),
        (Kind.COMPLAINT, Bucket.UNKNOWN),
        (Kind.OTHER, Bucket.NOT_BOUNCE),
        (Kind.AUTO_REPLY, Bucket.NOT_BOUNCE),
    ],
)
def test_a_message_that_names_nobody_lies_in_the_tray_of_its_kind(ledger, kind, bucket):
    ledger.add(batch(inspection(kind=kind)))

    (message,) = messages(ledger)
    assert message.bucket is bucket


def test_a_message_lies_in_the_tray_of_its_gravest_finding_and_names_its_recipient(ledger):
    ledger.add(
        batch(
            inspection(
                finding("a@example.com", Category.GREYLISTED, Advice.KEEP, status="4.7.1"),
                finding("b@example.com", status="5.1.1", diagnostic="No such user"),
            )
        )
    )

    (message,) = messages(ledger)
    assert (message.bucket, message.code) == (Bucket.REMOVE, "5.1.1")
    assert (message.recipient, message.diagnostic) == ("b@example.com", "No such user")


def test_every_field_of_a_finding_comes_back(ledger):
    ledger.add(batch(inspection(full_finding(), finding("bob.miller@example.org"))))

    (address,) = ledger.address_ids(EVERYTHING)
    assert {occurrence.finding for occurrence in ledger.findings_of(address)} == {
        full_finding(),
        finding("bob.miller@example.org"),
    }


def test_findings_of_an_address_come_with_place_and_the_latest_first(ledger):
    ledger.add(
        batch(
            inspection(finding(), date=day(1), source="a.eml"),
            inspection(finding(), date=day(9), source="b.eml", dialect=None, kind=Kind.DELAY),
            inspection(finding(), date=None, source="c.eml"),
        )
    )

    occurrences = ledger.findings_of(1)

    assert [one.place.source for one in occurrences] == ["b.eml", "a.eml", "c.eml"]
    assert [one.date for one in occurrences] == [day(9), day(1), None]
    assert (occurrences[0].dialect, occurrences[0].kind) == (None, Kind.DELAY)
    assert ledger.findings_of(1, limit=1) == occurrences[:1]


@pytest.mark.parametrize("date", [datetime.min, datetime.max, datetime.max.replace(tzinfo=UTC)])
def test_dates_at_the_ends_of_time_are_stored(ledger, date):
    ledger.add(batch(inspection(finding(), date=date)))

    (address,) = addresses(ledger)
    assert address.last_seen == date.replace(microsecond=0, tzinfo=UTC)


def test_a_row_speaks_of_the_latest_failure_that_decided(ledger):
    dead = finding(provider="google", status="5.1.1", diagnostic="unknown")
    ledger.add(batch(inspection(dead, date=day(5))))
    ledger.add(batch(inspection(finding(status="5.1.0"), date=day(2))))
    ledger.add(batch(inspection(finding(status="5.1.6"), date=None)))
    blocked = finding(category=Category.SENDER_BLOCKLISTED, advice=Advice.FIX, status="5.7.1")
    ledger.add(batch(inspection(blocked, date=day(9))))

    (address,) = addresses(ledger)
    assert (address.code, address.provider, address.diagnostic) == ("5.1.1", "google", "unknown")
    assert (address.first_seen, address.last_seen, address.times) == (day(2), day(9), 4)
    assert ledger.leads_of([address.id])[address.id].finding == dead


def test_a_row_changes_what_it_speaks_of_when_something_else_decides(ledger):
    full = finding(category=Category.MAILBOX_FULL, advice=Advice.WATCH, status="5.2.2")
    blocked = finding(category=Category.SENDER_BLOCKLISTED, advice=Advice.FIX, status="5.7.1")
    greylisted = finding(category=Category.GREYLISTED, advice=Advice.KEEP, status="4.7.1")
    for number, found in enumerate((greylisted, blocked, greylisted, full, blocked)):
        ledger.add(batch(inspection(found, date=day(number))))

    assert addresses(ledger)[0].code == "5.2.2"
    delivered = finding(category=Category.UNCLASSIFIED, advice=Advice.KEEP, action=Action.DELIVERED)
    ledger.add(batch(inspection(delivered, date=day(3), kind=Kind.DELIVERY)))
    (address,) = addresses(ledger)
    assert (address.bucket, address.code) == (Bucket.YOUR_SIDE, "5.7.1")


def test_repetition_on_other_days_moves_an_address_to_the_removals(ledger):
    inactive = finding(category=Category.MAILBOX_INACTIVE, advice=Advice.WATCH)
    ledger.add(batch(inspection(inactive, date=day(0)), inspection(inactive, date=day(0))))
    assert addresses(ledger)[0].bucket is Bucket.WATCH

    ledger.add(batch(inspection(inactive, date=day(3))))

    (address,) = addresses(ledger)
    assert (address.bucket, address.reason, address.days) == (Bucket.REMOVE, Reason.REPEATED, 2)
    assert ledger.facets(EVERYTHING).buckets == {Bucket.REMOVE: 1}


def test_a_delivery_after_soft_failures_starts_the_count_anew(ledger):
    inactive = finding(category=Category.MAILBOX_INACTIVE, advice=Advice.WATCH)
    delivered = finding(category=Category.UNCLASSIFIED, advice=Advice.KEEP, action=Action.DELIVERED)
    ledger.add(batch(inspection(inactive, date=day(0)), inspection(inactive, date=day(9))))
    ledger.add(batch(inspection(delivered, kind=Kind.DELIVERY, date=day(5))))

    assert addresses(ledger)[0].bucket is Bucket.WATCH


def test_files_below_an_opened_folder_count_for_the_folder(ledger):
    ledger.add(
        batch(
            inspection(finding("a@example.com"), source="/mail/new/1.eml"),
            inspection(finding("b@example.com"), source="/mail/2.eml"),
            inspection(finding("c@example.com"), source="/mailbox.mbox"),
        ),
        roots=["/mail", "/mail/new"],
    )

    assert ledger.facets(EVERYTHING).sources == {"/mail": 1, "/mail/new": 1, "/mailbox.mbox": 1}
    (message,) = ledger.message_ids(Filter(source="/mail/new"))
    assert ledger.message_rows([message])[0].place.source == "/mail/new/1.eml"


def test_what_could_not_be_read_is_kept_once(ledger):
    unread = Unread("photo.jpg", "", FULL_DISK)

    assert ledger.add(batch(unread=[unread])) == Added(unread=1)
    assert ledger.add(batch(unread=[unread])) == Added(unread=0)
    assert ledger.unread() == [unread]


def test_problems_of_a_message_are_kept_in_order(ledger):
    problems = (FULL_DISK, Problem("cut", "It is cut."))
    ledger.add(batch(inspection(problems=problems), inspection()))

    assert ledger.problems_of_message(1) == problems
    assert ledger.problems_of_message(2) == ()


def test_rows_come_in_the_order_asked_for_without_those_that_are_gone(ledger):
    ledger.add(batch(*(inspection(finding(f"p{n}@example.com")) for n in range(3))))

    assert [row.id for row in ledger.address_rows([3, 99, 1])] == [3, 1]
    assert [row.id for row in ledger.message_rows([2, 99, 1])] == [2, 1]


def test_many_rows_in_one_batch_are_all_there(ledger):
    ledger.add(batch(*(inspection(finding(f"p{n}@example.com")) for n in range(1700))))

    ids = ledger.address_ids(EVERYTHING, Sort(AddressColumn.ADDRESS))
    assert len(ledger.address_rows(ids)) == 1700
    assert ids.typecode == "q"
    assert (
        len(ledger.message_rows(ledger.message_ids(EVERYTHING, Sort(MessageColumn.DATE)))) == 1700
    )


def test_the_addresses_that_messages_report_on_are_found_each_once(ledger):
    ledger.add(
        batch(
            inspection(finding("ann@example.com"), finding("bob@example.com")),
            inspection(finding("cid@example.com")),
            inspection(finding("bob@example.com"), finding("")),
        )
    )

    assert list(ledger.addresses_of([3, 1])) == [1, 2]
    assert list(ledger.addresses_of([])) == []


def test_a_message_that_moved_within_its_file_is_found_at_its_new_place(ledger):
    one = inspection(finding("ann@example.com"), finding(" "), message_id="<1@x.example>")
    ledger.add(batch(one))
    ledger.add(batch(one._replace(offset=77)))
    ledger.add(batch(one._replace(source="other.mbox")))

    (message,) = messages(ledger)
    assert message.place.source == "other.mbox"
    assert ledger.facets(EVERYTHING).sources == {"bounces.mbox": 1, "other.mbox": 1}
