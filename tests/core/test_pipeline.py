import json

from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.record import to_record
from bounce_inspector.core.wording.message import MAX_SPEECH
from bounce_inspector.core.wording.status_report import MAX_RECIPIENTS
from bounce_inspector.shipped import resource

HEAD = (
    b"Return-Path: <>\nFrom: MAILER-DAEMON@mail.example\nTo: sender@example.org\n"
    b"Subject: Undelivered Mail Returned to Sender\n"
)


def sample(name):
    return resource("samples", name).read_bytes()


def codes(inspection):
    return [problem.code for problem in inspection.problems]


def test_what_the_source_noted_is_in_the_result():
    noted = Problem("message-truncated", "The message seems to be cut off.", "Save it again.")

    inspection = inspect(RawMessage(b"Subject: x\n\ny", problems=(noted,)))

    assert inspection.problems == (noted,)


def test_the_place_of_a_message_is_handed_on():
    raw = RawMessage(b"Subject: x\n\ny", "box.mbox", "inner", 7, 1200, 34)

    inspection = inspect(raw)

    assert (inspection.source, inspection.entry, inspection.index) == ("box.mbox", "inner", 7)
    assert (inspection.offset, inspection.size) == (1200, 34)


def test_a_message_without_an_id_is_known_by_its_content_whatever_its_line_ends():
    first = inspect(RawMessage(b"Subject: x\n\ny\n"))
    second = inspect(RawMessage(b"Subject: x\r\n\r\ny\r\n"))
    other = inspect(RawMessage(b"Subject: x\n\nz\n"))

    assert first.digest == second.digest != other.digest


def test_a_text_that_is_too_long_is_cut_and_the_cut_is_said():
    body = b"Your message could not be delivered.\n" + b"x" * MAX_SPEECH

    inspection = inspect(RawMessage(HEAD + b"\n" + body))

    assert codes(inspection) == ["text-too-long"]


def test_a_long_message_that_came_back_is_no_long_text():
    returned = b"Subject: hello\nMIME-Version: 1.0\nFrom: a@b.example\n\n" + b"x" * MAX_SPEECH
    body = b"Your message could not be delivered.\n\n--- Original message follows ---\n\n"

    inspection = inspect(RawMessage(HEAD + b"\n" + body + returned))

    assert codes(inspection) == []


def test_a_report_with_too_many_recipients_says_that_there_are_more():
    report = b"".join(
        b"Final-Recipient: rfc822; u%d@d.example\nAction: failed\nStatus: 5.1.1\n\n" % number
        for number in range(MAX_RECIPIENTS + 5)
    )
    head = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n" + HEAD
    data = (
        head + b"\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; m\n\n" + report
    )

    inspection = inspect(RawMessage(data))

    assert len(inspection.findings) == MAX_RECIPIENTS
    assert codes(inspection) == ["too-many-recipients-reported"]


def test_a_record_is_plain_json_with_every_key_of_the_contract():
    record = to_record(inspect(RawMessage(sample("01-address-does-not-exist.eml"), source="a.eml")))

    again = json.loads(json.dumps(record))

    assert again == record
    assert {
        "source",
        "entry",
        "index",
        "offset",
        "size",
        "kind",
        "dialect",
        "date",
    } <= record.keys()
    assert {"original", "failures", "problems"} <= record.keys()
    assert {
        *("recipient", "final_recipient", "action", "status", "reply", "command", "diagnostic"),
        *("remote_host", "provider", "category", "permanent", "fault", "advice", "rule"),
        *("confidence", "runner_up", "evidence"),
    } <= record["failures"][0].keys()


def test_the_words_that_decided_are_the_evidence():
    data = sample("02-mailbox-full.eml")

    [finding] = inspect(RawMessage(data)).findings

    evidence = finding.verdict.evidence
    words = data.partition(b"\n\n")[2].decode()[evidence.start : evidence.end]
    assert "mailbox for user is full" in words.lower() or "quota exceeded" in words.lower()
