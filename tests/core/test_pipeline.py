import json
from math import ceil

import pytest

from bounce_inspector.core.dialects.rfc3464 import MAX_SHORT, MAX_WHOLE
from bounce_inspector.core.enclosed import MAX_ENCLOSED
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import MAX_SEARCHED, inspect
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.record import to_record
from bounce_inspector.core.wording.message import MAX_SPEECH, MAX_TEXTS
from bounce_inspector.core.wording.report import MAX_RECIPIENTS
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


def test_texts_that_are_too_long_together_are_cut_and_the_cut_is_said():
    part = b"--B\nContent-Type: text/plain\n\nThis has failed.\n" + b"x" * (MAX_SPEECH // 2)
    mixed = b"Content-Type: multipart/mixed; boundary=B\n" + HEAD + b"\n"

    inspection = inspect(RawMessage(mixed + part + b"\n" + part + b"\n" + part))

    assert codes(inspection) == ["text-too-long"]


def test_long_replies_to_many_recipients_are_cut_and_the_cut_is_said():
    reply = b"Final-Recipient: rfc822; u%d@d.example\nDiagnostic-Code: smtp; 550 " + b"no " * 300
    whole = ceil(MAX_WHOLE / len("550 " + "no " * 300))

    at_the_limit = inspect(RawMessage(REPORT + repeated(reply + b"\n\n", whole)))
    beyond = inspect(RawMessage(REPORT + repeated(reply + b"\n\n", whole + 1)))

    lengths = [len(finding.failure.diagnostic) for finding in beyond.findings]
    assert codes(at_the_limit) == []
    assert codes(beyond) == ["replies-too-long"]
    assert len(lengths) == whole + 1
    assert lengths[0] == lengths[-2] > lengths[-1] == MAX_SHORT


def test_one_reply_that_happens_to_be_as_long_as_a_cut_one_is_whole():
    reply = b"Final-Recipient: rfc822; u%d@d.example\nDiagnostic-Code: smtp; 550 " + b"n" * (
        MAX_SHORT - 4
    )

    inspection = inspect(RawMessage(REPORT + repeated(reply + b"\n\n", 1)))

    assert len(inspection.findings[0].failure.diagnostic) == MAX_SHORT
    assert codes(inspection) == []


def test_of_long_replies_to_many_the_first_point_to_the_telling_words_and_the_others_to_all():
    words = "550 user unknown " + "no " * 200
    reply = b"Final-Recipient: rfc822; u%d@d.example\nDiagnostic-Code: smtp; " + words.encode()
    searched = ceil(MAX_SEARCHED / len(words))

    inspection = inspect(RawMessage(REPORT + repeated(reply + b"\n\n", searched + 1)))

    *_, last, beyond = inspection.findings
    assert last.verdict.evidence.end - last.verdict.evidence.start == len("user unknown")
    assert beyond.verdict.evidence == beyond.failure.span


def test_texts_beyond_those_that_are_read_are_noted():
    text = b"--B\nContent-Type: text/plain\n\nThis has failed.\n"
    mixed = b"Content-Type: multipart/mixed; boundary=B\n" + HEAD + b"\n"

    at_the_limit = inspect(RawMessage(mixed + text * MAX_TEXTS))
    beyond = inspect(RawMessage(mixed + text * (MAX_TEXTS + 1)))

    assert codes(at_the_limit) == []
    assert codes(beyond) == ["too-many-texts"]


LETTER = b"From: a@b.example\nSubject: Fwd: mail\nContent-Type: multipart/mixed; boundary=%s\n\n"
ENCLOSED = b"Content-Type: message/rfc822\n\n"


def test_enclosed_messages_beyond_those_that_are_opened_are_noted():
    part = b"--B\n" + ENCLOSED + b"From: c@d.example\n\nhello\n"

    at_the_limit = inspect(RawMessage(LETTER % b"B" + part * MAX_ENCLOSED))
    beyond = inspect(RawMessage(LETTER % b"B" + part * (MAX_ENCLOSED + 1)))

    assert codes(at_the_limit) == []
    assert codes(beyond) == ["too-many-enclosed"]


def test_enclosed_messages_are_counted_however_they_stand_in_each_other():
    inner = b"--C\n" + ENCLOSED + b"From: c@d.example\n\nhello\n"
    part = b"--B\n" + ENCLOSED + LETTER % b"C" + inner * 10

    inspection = inspect(RawMessage(LETTER % b"B" + part * 2))

    assert codes(inspection) == ["too-many-enclosed"]


def test_a_bounce_among_the_enclosed_messages_that_are_opened_is_found():
    part = b"--B\n" + ENCLOSED + b"From: c@d.example\n\nhello\n"
    bounce = b"--B\n" + ENCLOSED + HEAD + b"\n<u@d.example>: 550 5.1.1 could not be delivered\n"
    letter = LETTER % b"B" + part * (MAX_ENCLOSED - 1) + bounce + part

    inspection = inspect(RawMessage(letter))

    assert [finding.failure.recipient for finding in inspection.findings] == ["u@d.example"]
    assert codes(inspection) == []


def test_of_the_texts_of_enclosed_messages_together_no_more_is_read_than_of_one_message():
    part = b"--B\n" + ENCLOSED + b"From: c@d.example\n\n" + b"hello " * (MAX_SPEECH // 10)

    inspection = inspect(RawMessage(LETTER % b"B" + (part + b"\n") * 3))

    assert codes(inspection) == ["text-too-long"]


def test_a_long_message_that_came_back_is_no_long_text():
    returned = b"Subject: hello\nMIME-Version: 1.0\nFrom: a@b.example\n\n" + b"x" * MAX_SPEECH
    body = b"Your message could not be delivered.\n\n--- Original message follows ---\n\n"

    inspection = inspect(RawMessage(HEAD + b"\n" + body + returned))

    assert codes(inspection) == []


MANY = MAX_RECIPIENTS + 5
REPORT = (
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n"
    + HEAD
    + b"\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; m\n\n"
)
SENTENCE = b"\nYour message could not be delivered:\n\n"
QMAIL = b"\nHi. This is the qmail-send program at m.example.\n\n"
POSTFIX = b"\nThis is the mail system at host m.example.\n\n"
SENDMAIL = b"\n   ----- The following addresses had permanent fatal errors -----\n"
NDR = b"\nDiagnostic information for administrators:\n\n"


def repeated(entry, count=MANY):
    return b"".join(entry % number for number in range(count))


@pytest.mark.parametrize(
    "data",
    [
        REPORT + repeated(b"Final-Recipient: rfc822; u%d@d.example\nStatus: 5.1.1\n\n"),
        REPORT + repeated(b"FINAL-RECIPIENT: rfc822; u%d@d.example\nStatus: 5.1.1\n\n"),
        REPORT
        + repeated(
            b"Original-Recipient: rfc822; u@d.example\nFinal-Recipient: rfc822; u%d@d.example\n\n"
        ),
        HEAD
        + b"\nReporting-MTA: dns; m\n\n"
        + repeated(b"Final-Recipient: rfc822; u%d@d.example\n\n"),
        HEAD + SENTENCE + repeated(b"<u%d@d.example>: 550 5.1.1 no\n\n"),
        HEAD + SENTENCE + repeated(b"u%d@d.example\n"),
        HEAD + SENTENCE + repeated(b"u%d@d.example, ") + b"\n550 5.1.1 no\n",
        HEAD + SENTENCE + repeated(b"Recipient: u%d@d.example\nReason: 550 no\n\n"),
        HEAD + QMAIL + repeated(b"<u%d@d.example>:\n550 no\n\n"),
        HEAD + POSTFIX + repeated(b"<u%d@d.example>: host m said: 550 no\n\n"),
        HEAD + SENDMAIL + repeated(b"<u%d@d.example>\n    (reason: 550 no)\n"),
        HEAD + NDR + repeated(b"u%d@d.example\n#550 5.1.1 not found ##\n\n"),
        HEAD + b"\n" + repeated(b"In: RCPT TO:<u%d@d.example>\nOut: 550 no\n"),
        b"X-Failed-Recipients: " + repeated(b"u%d@d.example, ") + b"\n" + HEAD + SENTENCE,
        repeated(b"X-Failed-Recipients: u%d@d.example\n") + HEAD + SENTENCE,
    ],
)
def test_of_too_many_recipients_the_first_are_read_and_all_are_counted(data):
    inspection = inspect(RawMessage(data))

    [problem] = inspection.problems
    assert problem.code == "too-many-recipients-reported"
    assert dict(problem.values) == {"count": MANY, "limit": MAX_RECIPIENTS}
    assert (
        f"names {MANY:,} recipients; only the first {MAX_RECIPIENTS} were read"
        in problem.sentence()
    )
    assert 0 < len(inspection.findings) <= MAX_RECIPIENTS
    assert inspection.findings[0].failure.recipient in {"u0@d.example", "u@d.example"}


@pytest.mark.parametrize(
    "data",
    [
        REPORT + repeated(b"Final-Recipient: rfc822; u%d@d.example\n\n", MAX_RECIPIENTS),
        HEAD + SENTENCE + repeated(b"<u%d@d.example>: 550 5.1.1 no\n\n", MAX_RECIPIENTS),
        HEAD + QMAIL + repeated(b"<u%d@d.example>:\n550 no\n\n", MAX_RECIPIENTS),
        b"X-Failed-Recipients: "
        + repeated(b"u%d@d.example, ", MAX_RECIPIENTS)
        + b"\n"
        + HEAD
        + SENTENCE,
    ],
)
def test_as_many_recipients_as_are_read_are_no_problem(data):
    inspection = inspect(RawMessage(data))

    assert len({each.failure.recipient for each in inspection.findings}) == MAX_RECIPIENTS
    assert inspection.problems == ()


def test_recipients_of_several_report_parts_are_counted_together():
    part = b"\n--b\nContent-Type: message/delivery-status\n\n"
    entry = b"Final-Recipient: rfc822; u%d@d.example\nStatus: 5.1.1\n\n"

    inspection = inspect(RawMessage(REPORT + (part + repeated(entry, 600)) * 2))

    [problem] = inspection.problems
    assert dict(problem.values) == {"count": 1_200, "limit": MAX_RECIPIENTS}


@pytest.mark.parametrize(
    "entry", [b"u%d@d.example\n", b"    <u%d@d.example>\n", b"u%d@d.example, "]
)
def test_a_long_list_below_one_sentence_is_read_to_its_end(entry):
    inspection = inspect(RawMessage(HEAD + SENTENCE + repeated(entry, 250)))

    assert [each.failure.recipient for each in inspection.findings] == [
        f"u{number}@d.example" for number in range(250)
    ]


def test_the_words_of_the_last_recipient_that_is_read_are_its_own():
    entries = repeated(b"<u%d@d.example>: 550 5.1.1 no\n\n")

    inspection = inspect(RawMessage(HEAD + SENTENCE + entries))

    assert inspection.findings[-1].failure.diagnostic == "550 5.1.1 no"
    assert "u1000@" not in inspection.findings[-1].failure.diagnostic


def test_addresses_of_complaints_are_counted_too():
    head = REPORT.replace(b"delivery-status", b"feedback-report") + b"Feedback-Type: abuse\n"

    inspection = inspect(RawMessage(head + repeated(b"Original-Rcpt-To: <u%d@d.example>\n")))

    assert inspection.kind == "complaint"
    assert len(inspection.findings) == MAX_RECIPIENTS
    assert dict(inspection.problems[0].values)["count"] == MANY


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


def test_headings_beyond_those_of_any_report_hide_no_recipient():
    headings = repeated(SENDMAIL + b"<u%d@d.example>\n    (reason: 550 5.1.1 no)\n", 50)
    transcript = b"\n   ----- Transcript of session follows -----\n550 5.1.1 <v@d.example>... no\n"

    inspection = inspect(RawMessage(HEAD + headings + transcript))

    recipients = [finding.failure.recipient for finding in inspection.findings]
    assert recipients == [f"u{number}@d.example" for number in range(50)]
    assert {finding.failure.diagnostic for finding in inspection.findings} == {"550 5.1.1 no"}


def test_a_dialogue_that_refuses_many_at_its_end_names_the_first_and_counts_all():
    accepted = repeated(b"In: RCPT TO:<u%d@d.example>\nOut: 250 ok\n")

    inspection = inspect(RawMessage(HEAD + b"\n" + accepted + b"In: DATA\nOut: 550 5.6.0 no\n"))

    assert len(inspection.findings) == MAX_RECIPIENTS
    assert {finding.failure.status for finding in inspection.findings} == {"5.6.0"}
    assert dict(inspection.problems[0].values)["count"] == MANY
