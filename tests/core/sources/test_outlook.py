import email
import struct
from datetime import UTC, datetime
from email import policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounce_inspector.core import sources
from bounce_inspector.core.sources import Limits, faults
from tests.core.sources.compound import Narrow, attachment, embedded, item, msg
from tests.core.sources.mailboxes import message

HEADERS = (
    "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.net\r\nTo: list@example.org\r\n"
    "Subject: Undelivered\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="gone"\r\n'
    "X-Last: yes\r\n\r\n"
)
STATUS = (
    b"Reporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\n"
    b"Action: failed\r\nStatus: 5.1.1\r\n"
)
ORIGINAL = {0x007D: "From: list@example.org\r\nSubject: Hello\r\n\r\n", 0x1000: "Hello\r\n"}


def parsed(one):
    return email.message_from_bytes(one.data, policy=policy.default)


def test_headers_and_text_come_over(bring, file):
    path = file("bounce.msg", msg({0x007D: HEADERS, 0x1000: "User unknown: Jürgen\r\n"}))

    [one] = bring(path).messages

    mail = parsed(one)
    assert mail["Subject"] == "Undelivered"
    assert mail["X-Last"] == "yes"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content() == "User unknown: Jürgen\n"
    assert len(mail.get_all("Content-Type")) == len(mail.get_all("MIME-Version")) == 1
    assert (one.source, one.entry, one.index, one.offset) == (path, "", 0, 0)
    assert mail.defects == []


def test_a_report_and_the_original_stay_what_they_are(bring, file):
    data = msg(
        {0x007D: HEADERS, 0x1000: "It failed.\n"},
        attachments=[
            attachment({0x3705: 1, 0x3707: "details.txt", 0x3701: STATUS}),
            embedded(ORIGINAL),
        ],
    )

    mail = parsed(bring(file("a.msg", data)).messages[0])

    assert mail.get_content_type() == "multipart/report"
    assert mail.get_param("report-type") == "delivery-status"
    text, status, original = mail.iter_parts()
    assert text.get_content() == "It failed.\n"
    assert status.get_content_type() == "message/delivery-status"
    assert status.get_payload()[1]["Status"] == "5.1.1"
    assert original.get_content_type() == "message/rfc822"
    assert original.get_content()["Subject"] == "Hello"


def test_a_report_kept_as_properties_is_written_as_one(bring, file):
    data = msg(
        {
            0x001A: "REPORT.IPM.Note.NDR",
            0x0037: "Unzustellbar: Grüße",
            0x0E04: "list@example.org",
            0x0C1A: "Mail System",
            0x5D01: "postmaster@example.net",
            0x0E06: datetime(2015, 1, 2, 3, 4, 5, tzinfo=UTC),
            0x1035: "<1@example.net>",
            0x1001: "Your message did not reach some of its recipients.",
            0x6820: "dns;mx.example.net",
        },
        recipients=[
            item(
                {
                    0x3003: "a@example.org",
                    0x0C21: "dns;mx.example.org",
                    0x0C1B: "<mx.example.org #5.1.1 smtp;550 5.1.1 User unknown>",
                },
                8,
            ),
            item({0x39FE: "b@example.org", 0x0C1B: "quota\r\nexceeded"}, 8),
            item({0x3003: "/o=Example/cn=c"}, 8),
        ],
        attachments=[embedded(ORIGINAL)],
    )

    mail = parsed(bring(file("a.msg", data)).messages[0])

    assert mail["Subject"] == "Unzustellbar: Grüße"
    assert mail["From"] == "Mail System <postmaster@example.net>"
    assert mail["Date"] == "Fri, 02 Jan 2015 03:04:05 +0000"
    assert mail["Message-ID"] == "<1@example.net>"
    text, status, _ = mail.iter_parts()
    assert "did not reach" in text.get_content()
    whole, first, second = status.get_payload()
    assert whole["Reporting-MTA"] == "dns;mx.example.net"
    assert first["Final-Recipient"] == "rfc822; a@example.org"
    assert first["Action"] == "failed"
    assert first["Status"] == "5.1.1"
    assert first["Remote-MTA"] == "dns;mx.example.org"
    assert first["Diagnostic-Code"] == "smtp; 550 5.1.1 User unknown"
    assert second["Status"] is None
    assert second["Diagnostic-Code"] == "x-outlook; quota exceeded"


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("REPORT.IPM.Note.DR", "delivered"),
        ("REPORT.IPM.Note.Delayed", "delayed"),
        ("REPORT.IPM.Note.Relayed.DR", "relayed"),
        ("Report.IPM.Note.Expanded.DR", "expanded"),
        ("IPM.Note", None),
        ("REPORT.IPM.Note.IPNRN", None),
    ],
)
def test_the_kind_of_report_says_what_was_done(bring, file, name, action):
    recipients = [item({0x3003: "a@example.org"}, 8)]

    [one] = bring(file("a.msg", msg({0x001A: name, 0x1000: "text"}, recipients))).messages

    assert (f"Action: {action}".encode() in one.data) == (action is not None)


def test_html_comes_over_in_its_code_page(bring, file):
    html = "<p>Größe</p>".encode("cp1252")

    [one] = bring(file("a.msg", msg({0x3FDE: 1252, 0x1013: html}))).messages
    assert parsed(one).get_content_type() == "text/html"
    assert parsed(one).get_content().strip() == "<p>Größe</p>"

    [one] = bring(file("b.msg", msg({0x1013: "<p>Größe</p>", 0x1000: "Größe"}))).messages
    plain, marked = parsed(one).iter_parts()
    assert parsed(one).get_content_type() == "multipart/alternative"
    assert plain.get_content().strip() == "Größe"
    assert marked.get_content().strip() == "<p>Größe</p>"


@pytest.mark.parametrize(
    ("page", "encoding", "text"),
    [
        (932, "shift_jis", "不明なユーザー"),
        (1251, "cp1251", "Пользователь"),
        (28592, "iso-8859-2", "Użytkownik"),
        (65001, "utf-8", "ünïcode"),
        (99999, "cp1252", "é"),
    ],
)
def test_old_files_are_read_in_their_code_page(bring, file, page, encoding, text):
    properties = {0x3FFD: page, 0x1000: Narrow(text.encode(encoding))}

    [one] = bring(file("a.msg", msg(properties))).messages

    assert parsed(one).get_content().strip() == text


def test_a_text_in_rtf_only_is_read(bring, file):
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\*\generator x;}"
        rb"{\colortbl\red0;}\pard User unknown\par 550 5.1.1\tab caf\'e9 \u8364?50 \{ok\}\par}"
    )
    stored = struct.pack("<LL4sL", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf

    [one] = bring(file("a.msg", msg({0x1009: stored}))).messages

    assert parsed(one).get_content() == "User unknown\n550 5.1.1\tcafé €50 {ok}\n"


def test_files_of_every_kind_are_attached(bring, file):
    data = msg(
        {0x1000: "text"},
        attachments=[
            attachment(
                {0x3705: 1, 0x3707: "Größe.pdf", 0x370E: "application/pdf", 0x3701: b"\0pdf"}
            ),
            attachment({0x3705: 1, 0x3704: "a.eml", 0x3701: message(5)}),
            attachment({0x3705: 1, 0x370E: "text/rfc822-headers", 0x3701: b"To: a@example.org\n"}),
            attachment({0x3705: 1, 0x370E: "bad\r\nX-Evil: yes", 0x3701: b"x"}),
            attachment({0x3705: 6}),
        ],
    )

    mail = parsed(bring(file("a.msg", data)).messages[0])

    _, pdf, mailed, headers, bad, empty = mail.iter_parts()
    assert (pdf.get_content(), pdf.get_filename()) == (b"\0pdf", "Größe.pdf")
    assert mailed.get_content()["Subject"] == "Undelivered 5"
    assert headers.get_content_type() == "text/rfc822-headers"
    assert bad.get_content() == b"x"
    assert bad["X-Evil"] is None
    assert empty.get_content() == b""


def test_messages_attached_within_each_other_end_at_the_limit(bring, file):
    inner = embedded({0x1000: "deep"})
    for _ in range(12):
        inner = embedded({0x1000: "text"}, attachments=[inner])
    data = msg({0x1000: "text"}, attachments=[inner])

    [one] = bring(file("a.msg", data)).messages

    assert one.data.count(b"Content-Type: message/rfc822") == 8
    assert b"deep" not in one.data


def test_no_text_can_close_a_part(bring, file):
    data = msg({0x1000: "x"}, attachments=[embedded({0x1000: "y"})])
    boundary = parsed(bring(file("a.msg", data)).messages[0]).get_boundary()
    evil = f"--{boundary}--\n"

    mail = parsed(
        bring(file("b.msg", msg({0x1000: evil}, attachments=[embedded({0x1000: "y"})]))).messages[0]
    )

    text, _ = mail.iter_parts()
    assert text.get_content() == evil


def test_an_item_without_headers_body_and_anything_is_still_a_message(bring, file):
    [one] = bring(file("a.msg", msg({}))).messages

    assert parsed(one).get_content() == ""


def test_a_header_line_of_exchange_before_the_headers_is_dropped(bring, file):
    headers = "Microsoft Mail Internet Headers Version 2.0\r\n" + HEADERS

    [one] = bring(file("a.msg", msg({0x007D: headers, 0x1000: "text"}))).messages

    assert one.data.startswith(b"Return-Path: <>\n")


def test_another_compound_file_is_no_mail(bring, file):
    from tests.core.sources.compound import compound

    assert bring(file("a.doc", compound({"WordDocument": b"x" * 100}))).codes == ["not-mail"]


def test_a_damaged_file_is_said_to_be_damaged(bring, file):
    whole = msg({0x1000: "text" * 4000})

    assert bring(file("a.msg", whole[:600])).codes == ["outlook-damaged"]
    assert bring(file("b.msg", whole[:8] + b"\xff" * 600)).codes == ["outlook-damaged"]


def test_a_file_beyond_the_limit_is_refused(bring, file):
    data = msg({0x1000: "text"})

    assert bring(file("a.msg", data), limits=Limits(held=1000)).codes == ["outlook-too-large"]


def test_of_a_message_beyond_the_limit_the_first_part_is_read(bring, file):
    data = msg({0x1000: "text" * 1000})

    [one] = bring(file("a.msg", data), limits=Limits(message=500)).messages

    assert len(one.data) == 500
    assert [problem.code for problem in one.problems] == ["message-too-large-to-read-whole"]


WHOLE = msg(
    {0x007D: HEADERS, 0x1000: "text", 0x1013: b"<p>" * 2000, 0x001A: "REPORT.IPM.Note.NDR"},
    recipients=[item({0x3003: "a@example.org", 0x0C1B: "550"}, 8)],
    attachments=[embedded(ORIGINAL), attachment({0x3701: STATUS})],
)


@settings(max_examples=300, deadline=None)
@given(
    flips=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=30),
    length=st.integers(0, len(WHOLE)) | st.just(len(WHOLE)),
)
def test_no_damage_makes_reading_raise(tmp_path_factory, flips, length):
    data = bytearray(WHOLE)
    for place, value in flips:
        data[place] = value
    path = tmp_path_factory.getbasetemp() / "damaged.msg"
    path.write_bytes(data[:length])

    [chunk] = sources.plan([path])
    found = list(sources.read(chunk))

    assert len(found) == 1
    known = {faults.outlook_damaged().code, "not-mail", "file-empty"}
    assert all(one.problem.code in known for one in found if hasattr(one, "problem"))
