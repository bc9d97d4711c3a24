import pytest

from bounce_inspector.core import sources
from bounce_inspector.core.sources import Limits
from tests.core.sources.mailboxes import message

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256))


@pytest.mark.parametrize("name", ["bounce.eml", "bounce.txt", "bounce", "bounce.jpg", "b.zip"])
def test_a_message_is_read_whatever_its_name(bring, file, name):
    path = file(name, message(7))

    outcome = bring(path)

    [one] = outcome.messages
    assert one.data == message(7)
    assert (one.source, one.entry, one.index, one.offset) == (path, "", 0, 0)
    assert one.length == len(message(7))
    assert one.problems == ()


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_is_left_as_it_is(bring, file, end):
    data = message().replace(b"\n", end)

    assert bring(file("a.eml", data)).data == [data]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n", b"\r\n", b"\xef\xbb\xbf\r\n"])
def test_what_stands_before_the_headers_is_taken_off(bring, file, before):
    outcome = bring(file("a.eml", before + message()))

    assert outcome.data == [message()]
    assert outcome.messages[0].length == len(before + message())


def test_a_part_of_a_report_saved_alone_is_read(bring, file):
    report = b"Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; a@example.org\n"

    assert bring(file("details.txt", report)).data == [report]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "file-empty", "empty"),
        (b"\n \r\n", "file-empty", "empty"),
        (JPEG, "not-mail", "JPEG"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not-mail", "PNG"),
        (b"%PDF-1.7\nSubject: no\n", "not-mail", "PDF"),
        (bytes(range(256)) * 20, "not-mail", "binary"),
        (b"MZ\x90\0" + bytes(100), "not-mail", "program"),
        (b"Dear all,\n\nnote: this is a letter.\n", "not-mail", "headers"),
        (b"550 5.1.1 <a@example.org>: User unknown\n", "not-mail", "headers"),
        (b"!BDN" + bytes(600), "format-not-supported", "Outlook data file"),
        (b"Rar!\x1a\x07\x01\0", "format-not-supported", "RAR"),
    ],
)
def test_what_is_no_mail_is_said_to_be_none(bring, file, data, code, words):
    outcome = bring(file("message.eml", data))

    [unread] = outcome.unread
    assert outcome.messages == []
    assert unread.problem.code == code
    assert words in unread.problem.sentence()


def test_a_text_message_with_a_stray_nul_is_mail(bring, file):
    data = message(body=b"one\0two\n")

    assert bring(file("a.eml", data)).data == [data]


def test_a_message_cut_off_before_its_closing_boundary_says_so(bring, file):
    data = (
        b"From: a@example.org\nContent-Type: multipart/report;\n\treport-type=delivery-status;\n"
        b'\tboundary="xyz"\n\n--xyz\n\nThis is the mail sys'
    )

    [one] = bring(file("a.eml", data)).messages

    assert [problem.code for problem in one.problems] == ["message-truncated"]
    assert one.data == data


def test_a_message_cut_off_within_its_headers_says_so(bring, file):
    whole = b"Received: from a.example by b.example\nFrom: a@example.org\nSubject: Undelivera"

    [cut] = bring(file("a.eml", whole)).messages
    [headers_alone] = bring(file("b.eml", whole + b"ble\n")).messages

    assert [problem.code for problem in cut.problems] == ["message-truncated"]
    assert headers_alone.problems == ()


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_message_with_its_closing_boundary_is_whole(bring, file, end):
    data = (
        b"From: a@example.org\nX-Note: a boundary=none\n"
        b"Content-Type: multipart/report; report-type=delivery-status;boundary=xyz\n\n"
        b"--xyz\n\nThis is the mail system.\n--xyz--\n"
    ).replace(b"\n", end)

    assert bring(file("a.eml", data)).messages[0].problems == ()


def test_of_a_message_beyond_the_limit_the_first_part_is_read(bring, file):
    data = message(body=b"x" * 5000)

    [one] = bring(file("a.eml", data), limits=Limits(message=1000)).messages

    assert one.data == data[:1000]
    assert one.length == len(data)
    assert [problem.code for problem in one.problems] == ["message-too-large-to-read-whole"]


def test_a_message_of_sixty_megabytes_is_read(bring, file):
    data = message(body=(b"x" * 75 + b"\n") * (60 * 1024 * 1024 // 76))

    [one] = bring(file("a.eml", data)).messages

    assert one.length == len(data)
    assert one.data == data[: Limits().message]
    assert "60 MB" in one.problems[0].sentence()


def test_a_missing_file_is_said_to_be_missing(bring, tmp_path):
    assert bring(tmp_path / "none.eml").codes == ["file-missing"]
    assert bring("no\0name").codes == ["file-missing"]


def test_a_file_without_read_permission_is_said_so(bring, file, monkeypatch):
    path = file("a.eml", message())

    def refuse(name):
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr("bounce_inspector.core.sources.feed.io.FileIO", refuse)

    assert bring(path).codes == ["file-no-permission"]


def test_a_disk_error_in_the_middle_keeps_what_was_read(file, monkeypatch):
    class Failing:
        def __init__(self, name):
            self.left = [message()]

        def read(self, size):
            if self.left:
                return self.left.pop()
            raise OSError(5, "Input/output error")

        def close(self):
            pass

    path = file("a.eml", message())
    [chunk] = sources.plan([path])
    monkeypatch.setattr("bounce_inspector.core.sources.feed.io.FileIO", Failing)

    one, unread = sources.read(chunk)

    assert one.data == message()
    assert unread.problem.code == "file-unreadable"


def test_a_pipe_is_refused_and_not_waited_for(bring, tmp_path):
    os = pytest.importorskip("os")
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    os.mkfifo(tmp_path / "pipe")

    assert bring(tmp_path / "pipe").codes == ["file-special"]


def test_a_pasted_message_is_taken_as_one():
    one = sources.from_text("\ufeff\n" + message(3).decode() + "ü")

    assert one.data == message(3) + "ü".encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "550 5.1.1 User unknown",
        "5.7.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "Jan  1 00:00:00 mx postfix/smtp[1]: 4F3: to=<a@example.org>, status=bounced",
        "Note: one thing\nAnother: two things",
    ],
)
def test_a_pasted_reply_or_log_line_is_no_message(text):
    assert sources.from_text(text) is None


def test_a_message_that_has_gone_or_changed_is_said_so(file, tmp_path):
    path = file("a.eml", message())
    [chunk] = sources.plan([path])
    [one] = sources.read(chunk)
    place = (one.source, one.entry, one.offset, one.length, one.index)

    file("a.eml", message().replace(b"body", b"BODY"))
    assert sources.reread(*place).data != one.data
    assert sources.reread(*place, expected=sources.digest(one.data)).problem.code == (
        "source-changed"
    )
    file("a.eml", message() + b"more")
    assert sources.reread(*place).problem.code == "source-changed"
    (tmp_path / "a.eml").unlink()
    assert sources.reread(*place).problem.code == "source-gone"
