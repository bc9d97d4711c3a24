import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounce_inspector.core import details
from bounce_inspector.core.details import Attachment, Details, Header, examine
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.problems import Problem

JOURNEY = b"""\
Received: from mx.example.com (mx.example.com [192.0.2.1])
\tby in.example.org (Postfix) with ESMTPS id 4abc
\tfor <ann@example.org>; Mon, 2 Nov 2026 10:00:05 +0100
Received: from [10.0.0.2] (helo=laptop) by mx.example.com with esmtpsa id 1abc;
\tMon, 02 Nov 2026 08:59:00 +0000
Subject: =?utf-8?q?J=C3=B6rg?=
X-Office: caf\xe9
subject: again

Hello
"""

REPORT = b"""\
From: MAILER-DAEMON@in.example.org
Content-Type: multipart/report; report-type=delivery-status; boundary=abc

--abc
Content-Type: text/plain

Sorry.
--abc
Content-Type: message/delivery-status

Reporting-MTA: dns; in.example.org

Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.1.1
--abc
Content-Type: message/rfc822

Received: from desk.example.net by out.example.net with SMTP; Mon, 02 Nov 2026 08:00:00 +0000
Subject: the one that came back

body
--abc--
"""

PIECES = [
    b"Received: ", b"from a ", b"by b", b"; Mon, 2 Nov 2026 10:00:05 +0100", b"; \xff", b"\n",
    b"\n\n", b"(", b"Date: ", b"Content-Type: multipart/mixed; boundary=x", b"--x", b"--x--",
    b"\x00", b"\r",
    b"Content-Transfer-Encoding: base64", b"Content-Type: text/plain; charset=undefined",
    b"Content-Disposition: attachment; filename*=utf-9''%ff", b"=?x?q?=00?=",
]  # fmt: skip


def examined(data: bytes) -> Details:
    return examine(RawMessage(data))


def codes(found: Details) -> list[str]:
    return [problem.code for problem in found.problems]


def test_headers_come_in_the_order_of_the_message_and_decoded():
    found = examined(JOURNEY)

    assert [header.name for header in found.headers[2:]] == ["Subject", "X-Office", "subject"]
    assert found.headers[2:] == (
        Header("Subject", "Jörg"),
        Header("X-Office", "café"),
        Header("subject", "again"),
    )


def test_the_journey_starts_with_the_first_server_and_knows_the_delays():
    first, second = examined(JOURNEY).journey

    assert first.sender == "[10.0.0.2] (helo=laptop)"
    assert first.receiver == "mx.example.com"
    assert first.delay is None
    assert second.receiver == "in.example.org (Postfix)"
    assert second.protocol == "ESMTPS"
    assert second.recipient == "<ann@example.org>"
    assert second.when == datetime(2026, 11, 2, 9, 0, 5, tzinfo=UTC)
    assert second.delay == 65
    assert second.raw.startswith("from mx.example.com")


def test_clocks_that_disagree_give_a_negative_delay():
    data = (
        b"Received: from b by c; Mon, 02 Nov 2026 08:00:00 +0000\n"
        b"Received: from a by b; Mon, 02 Nov 2026 08:00:30 +0000\n\n"
    )

    assert examined(data).journey[1].delay == -30


def test_a_hop_without_a_readable_time_does_not_break_the_chain():
    data = (
        b"Received: from c by d; Mon, 02 Nov 2026 08:01:00 +0000\n"
        b"Received: from b by c; yesterday\n"
        b"Received: from a by b; Mon, 02 Nov 2026 08:00:00 +0000\n\n"
    )

    hops = examined(data).journey

    assert [hop.delay for hop in hops] == [None, None, 60]
    assert hops[1].when is None
    assert hops[1].raw == "from b by c; yesterday"


def test_the_way_of_the_returned_message_is_told_apart():
    found = examined(REPORT)

    assert found.journey == ()
    assert [hop.receiver for hop in found.returned] == ["out.example.net"]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 1000])
def test_an_attachment_has_its_decoded_size(size):
    message = EmailMessage()
    message.set_content("see attached")
    message.add_attachment(
        b"\x00" * size, maintype="application", subtype="pdf", filename="Größe.pdf"
    )

    assert examined(message.as_bytes()).attachments == (
        Attachment("Größe.pdf", "application/pdf", size),
    )


def test_defects_are_sentences_and_told_once():
    data = b"Content-Type: multipart/mixed; boundary=x\n\n--y\n\nlost\n" * 1

    found = examined(data).defects

    assert found
    assert len(found) == len(set(found))
    assert all(" " in line for line in found)


def test_a_large_body_is_cut_and_said_so():
    found = examined(b"Subject: large\n\n" + b"x" * (details.MAX_BODY + 1))

    assert codes(found) == ["details-body-cut"]
    assert found.headers == (Header("Subject", "large"),)
    assert all(problem.remedy for problem in found.problems)


def test_a_long_header_is_cut_and_said_so():
    found = examined(b"Subject: x\nX-Long: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nbody\n")

    assert codes(found) == ["details-headers-cut"]
    assert found.headers[0] == Header("Subject", "x")


def test_a_message_nested_without_end_is_a_problem_and_keeps_its_headers():
    data = b"Subject: deep\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(5_000)
    )

    found = examined(data)

    assert "details-unreadable" in codes(found)
    assert Header("Subject", "deep") in found.headers


def test_problems_met_while_reading_the_file_are_kept():
    earlier = Problem("truncated", "The file ends early.")

    assert examine(RawMessage(b"Subject: x\n\n", problems=(earlier,))).problems == (earlier,)


@pytest.mark.parametrize(
    "data",
    [
        b"X: " + b"=?utf-8?q?a?=" * 80_000 + b"\n\n",
        b"Content-Type: text/plain" + b"; a=b" * 180_000 + b"\n\n",
        b"To: " + b"<a@b>," * 170_000 + b"\n\n",
        b"Received: from a by b; Mon, 02 Nov 2026 08:59:00 +0000\n" * 18_000 + b"\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nX-A:" + b"=?utf-8?q?a?=" * 70_000,
        b"Content-Type: message/rfc822\n\nX-A:" + b"=?utf-8?q?a?=" * 70_000 + b"\n\nx",
    ],
    ids=["encoded words", "parameters", "addresses", "hops", "in a part", "in a message"],
)
def test_a_megabyte_of_hostile_headers_takes_no_time(data):
    start = time.perf_counter()

    examined(data)

    assert time.perf_counter() - start < 3


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_go_in_and_a_value_comes_out(data):
    assert isinstance(examined(data), Details)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_broken_mail_gives_a_value(pieces):
    assert isinstance(examined(b"".join(pieces)), Details)
