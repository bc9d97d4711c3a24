import time
import tracemalloc

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bounce_inspector.core import sources
from bounce_inspector.core.sources import Limits, planning
from bounce_inspector.core.sources.feed import Feed
from bounce_inspector.core.sources.limits import Budget
from bounce_inspector.core.sources.mbox import read
from tests.core.sources import mailboxes
from tests.core.sources.mailboxes import FROM_LINE, message


class Bytes:
    """A stream that hands out a few bytes at a time."""

    def __init__(self, data, step=1 << 20):
        self.data, self.step = data, step

    def read(self, size):
        piece, self.data = self.data[: min(size, self.step)], self.data[min(size, self.step) :]
        return piece

    def close(self):
        pass


def split(data, limits=sources.DEFAULTS):
    return list(read(Feed(Bytes(data), "box"), Budget(limits)))


def test_messages_have_their_places_and_envelope_senders(bring, file):
    data = (
        FROM_LINE + message(0) + b"\nFrom other@example.org Fri Jan  2 00:00:00 2015\n" + message(1)
    )

    first, second = bring(file("box", data)).messages

    assert (first.data, second.data) == (message(0), message(1))
    assert (first.index, second.index) == (0, 1)
    assert data[first.offset : first.offset + first.length] == message(0) + b"\n"
    assert data[second.offset : second.offset + second.length] == message(1)
    assert (first.envelope_sender, second.envelope_sender) == (
        "sender@example.org",
        "other@example.org",
    )


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_is_split(bring, file, end):
    data = mailboxes.mboxrd([message(0), message(1), message(2)]).replace(b"\n", end)

    assert bring(file("box", data)).data == [message(n).replace(b"\n", end) for n in range(3)]


def test_messages_of_other_line_ends_in_one_mbox_are_split(bring, file):
    texts = [message(n).replace(b"\n", end) for n, end in enumerate((b"\n", b"\r\n", b"\r"))]
    data = b"".join(FROM_LINE + text + b"\n" for text in texts)

    outcome = bring(file("box", data))

    assert [one.data.rstrip(b"\r\n") for one in outcome.messages] == [
        text.rstrip(b"\r\n") for text in texts
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_message_cut_off_before_the_original_does_not_swallow_the_next(bring, file, end):
    cut = message(0, b"--b\nContent-Type: message/rfc822\n\n")
    data = mailboxes.mboxrd([cut, message(1)]).replace(b"\n", end)

    assert bring(file("box", data)).data == [one.replace(b"\n", end) for one in (cut, message(1))]


def test_a_quoted_line_is_found_behind_any_line_end(bring, file):
    data = (
        FROM_LINE + message(0, b">From a\n").replace(b"\n", b"\r") + b"\n" + FROM_LINE + message(1)
    )

    first, second = bring(file("box", data)).messages

    assert first.data.endswith(b"\r\rFrom a\r\n")
    assert second.data == message(1)


def test_a_mbox_without_blank_lines_is_still_split(bring, file):
    data = b"".join(FROM_LINE + message(number) for number in range(3))

    assert bring(file("box", data)).data == [message(number) for number in range(3)]


@pytest.mark.parametrize(
    "line",
    [
        b"From MAILER-DAEMON Thu Jan  1 00:00:00 2015",
        b"From MAILER-DAEMON  Thu Jan  1 00:00:00 2015",
        b"From - Thu Jan 01 00:00:00 2015",
        b"From 1234567890123456789@xxx Thu Jan 01 00:00:00 +0000 2015",
        b"From ???@??? Thu Jan 01 00:00:00 2015",
        b"From <> Thu Jan  1 00:00:00 CET 2015",
        b"From a@example.org Thu Jan  1 00:00 2015",
        b"From a@example.org Thu Jan  1 00:00:00 2015 remote from mx",
        b"From a@example.org Thu, 1 Jan 2015 00:00:00 +0100",
        b"From () 2015-01-01 00:00:00 +0000",
        b"From a@example.org 01/01/2015 00:00",
        b"From a@example.org",
        b"From -",
        b"From ",
    ],
)
def test_the_from_lines_of_many_programs_separate(bring, file, line):
    data = (line + b"\n" + message(0) + b"\n") + (line + b"\n" + message(1) + b"\n")

    assert bring(file("box", data)).data == [message(0), message(1)]


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        (b"From MAILER-DAEMON Thu Jan  1 00:00:00 2015", "MAILER-DAEMON"),
        (b"From <a@example.org> Thu Jan  1 00:00:00 2015", "a@example.org"),
        (b'From "a b"@example.org Thu Jan  1 00:00:00 2015', '"a b"@example.org'),
        (b"From - Thu Jan 01 00:00:00 2015", ""),
        (b"From 1234567890123456789@xxx Thu Jan 01 00:00:00 +0000 2015", ""),
        (b"From () 2015-01-01 00:00:00 +0000", ""),
        (b"From ", ""),
    ],
)
def test_the_envelope_sender_is_the_one_of_the_from_line(bring, file, line, sender):
    [one] = bring(file("box", line + b"\n" + message(0))).messages

    assert one.envelope_sender == sender


@pytest.mark.parametrize(
    "body",
    [
        b"From here on it is easy.\n",
        b"Hello,\n\nFrom here on: nothing.\nNote: this is text.\n",
        b"text before\nFrom me 12:30 in 2015 on\nX-Header: no\n",
        b"He wrote:\nFrom a@example.org Thu Jan  1 00:00:00 2015\nwas the line.\n",
        b"\nFrom the start in 2015 at 10:15\nthere was text.\n",
        b"Fromage\n\nFrom: a@example.org\nSubject: b\n",
        b"--b\nContent-Type: message/rfc822\n\n" + FROM_LINE + message(9) + b"--b--\n",
    ],
)
def test_a_from_inside_a_body_is_no_separator(bring, file, body):
    messages = [message(0, body), message(1)]
    data = b"".join(FROM_LINE + one + b"\n" for one in messages)

    assert bring(file("box", data)).data == messages


def test_quoted_from_lines_lose_one_mark_in_the_body_only(bring, file):
    data = (
        FROM_LINE
        + b">From old@example.org by uucp\n"
        + message(0, b">From a\n>>From b\n> From c\nx >From d\n")
    )

    [one] = bring(file("box", data)).messages

    assert one.data.startswith(b">From old@example.org")
    assert one.data.endswith(b"\n\nFrom a\n>From b\n> From c\nx >From d\n")


def test_a_content_length_that_is_true_is_believed(bring, file):
    inner = b"Look:\n\n" + FROM_LINE + message(9)
    messages = [message(0, inner), message(1), message(2, inner)]

    assert len(bring(file("box", mailboxes.mboxcl2(messages))).messages) == 3


@pytest.mark.parametrize("length", [b"0", b"3", b"100000", b"99999999999999", b"many"])
def test_a_content_length_that_is_not_true_means_nothing(bring, file, length):
    false = message(0).replace(b"Subject", b"Content-Length: " + length + b"\nSubject")
    data = b"".join(FROM_LINE + one + b"\n" for one in (false, message(1), message(2)))

    assert bring(file("box", data)).data == [false, message(1), message(2)]


def test_a_length_of_the_sender_that_leads_to_a_later_message_by_chance_hides_none(bring, file):
    # As Yahoo writes it: the length of what came in, over a report of another length.
    skipped = FROM_LINE + message(1) + b"\n"
    false = message(0, b"From the start:\nit failed.\n")
    body = false.partition(b"\n\n")[2]
    length = b"Content-Length: %d\nSubject" % (len(body) + 1 + len(skipped))
    false = false.replace(b"Subject", length)
    data = FROM_LINE + false + b"\n" + skipped + FROM_LINE + message(2) + b"\n"

    assert bring(file("box", data)).data == [false, message(1), message(2)]


def test_a_byte_order_mark_before_a_mbox_is_passed_over(bring, file):
    data = b"\xef\xbb\xbf" + mailboxes.mboxrd([message(0), message(1)])

    assert bring(file("box", data)).data == [message(0), message(1)]


def test_of_a_mbox_with_a_broken_message_the_others_are_read(bring, file):
    broken = b"\0\xff\x12 rubbish\n\x80\x81\n"
    data = mailboxes.mboxo([message(0), broken, message(2)])

    outcome = bring(file("box", data))

    assert outcome.data == [message(0), broken, message(2)]
    assert [[p.code for p in one.problems] for one in outcome.messages] == [
        [],
        ["message-broken"],
        [],
    ]
    assert [(one.entry, one.problem.code) for one in outcome.unread] == [
        ("message 2", "message-broken")
    ]


def test_messages_deleted_in_thunderbird_are_left_out_and_counted(bring, file):
    def mozilla(number, status):
        return (
            b"From - Thu Jan 01 00:00:00 2015\r\nX-Account-Key: account1\r\n"
            b"X-Mozilla-Status: %s\r\nX-Mozilla-Status2: 00000000\r\n" % status
        ) + message(number).replace(b"\n", b"\r\n")

    data = b"\r\n".join(
        [mozilla(0, b"0001"), mozilla(1, b"0009"), mozilla(2, b"0008"), mozilla(3, b"0000")]
    )

    outcome = bring(file("Inbox", data))

    assert [one.index for one in outcome.messages] == [0, 3]
    [unread] = outcome.unread
    assert unread.problem.code == "deleted-messages-skipped"
    assert unread.problem.sentence().startswith("2 deleted messages")
    assert unread.problem.code in sources.SKIPPED_ON_PURPOSE


def test_of_a_message_beyond_the_limit_the_first_part_is_read_and_the_next_whole(bring, file):
    data = mailboxes.mboxo([message(0, b"x" * 5000 + b"\n"), message(1)])

    first, second = bring(file("box", data), limits=Limits(message=1000)).messages

    assert len(first.data) < 1000
    assert [problem.code for problem in first.problems] == ["message-too-large-to-read-whole"]
    assert second.data == message(1)


def test_a_message_that_moved_in_its_mbox_is_said_to_have_changed(file):
    path = file("box", mailboxes.mboxo([message(0), message(1)]))
    [chunk] = sources.plan([path])
    _, second = sources.read(chunk)
    file("box", mailboxes.mboxo([message(1)]))

    again = sources.reread(second.source, "", second.offset, second.length, 1)

    assert again.problem.code == "source-changed"


def test_looking_for_the_places_takes_little_memory(tmp_path):
    path = tmp_path / "box"
    with path.open("wb") as box:
        box.write(mailboxes.mboxo([message(0, b"x" * 7000 + b"\n")]) * 1000)
        box.write(FROM_LINE + message(0, b"From nobody at all, a line\n" + b"x" * 6_000_000))
    tracemalloc.start()

    count = sum(len(chunk.starts) for chunk in sources.plan([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 1001
    assert peak < 3_000_000


@pytest.mark.parametrize(
    "lines",
    [
        b"From ",
        b"From \n",
        b"\nFrom \n",
        b"\nFrom a@example.org Thu Jan  1 00:00:00 20\nx\n",
        b"\nFrom " + b"Thu Jan 1 12:12 2015 " * 20 + b"\n",
        FROM_LINE + b"Content-Length: 400000\n\n\nFrom \n\n",
        FROM_LINE + b"Content-Length: 52\n\n\nFrom \n\n",
        FROM_LINE + b"From: x\r\nSubject: y\r\n\r\nbody\r\n",
        FROM_LINE + b"From: a@example.org\n",
        b">>>>>>>>From \n",
        b"\n--b\nContent-Type: message/rfc822\n\n" + FROM_LINE + b"To: a\n",
        b"Content-Type: multipart/mixed;\n a=b;\n",
        b" boundary=x;\n",
    ],
)
def test_the_worst_lines_take_no_more_than_their_share_of_time(file, lines):
    path = file("box", FROM_LINE + b"X-A: b\n" + lines * (2_000_000 // len(lines)))

    start = time.process_time()
    for chunk in sources.plan([path]):
        for _ in sources.read(chunk):
            pass

    assert time.process_time() - start < 4


LINES = st.lists(
    st.sampled_from(
        [
            b"From ",
            b"From a b",
            b"From: x",
            b">From c",
            b">>From d",
            b"",
            b"text",
            b"--",
            b"\xc3\xbc",
        ]
    )
    | st.binary(max_size=12).map(lambda raw: raw.replace(b"\n", b"").replace(b"\r", b"")),
    max_size=12,
)
MESSAGES = st.lists(LINES.map(lambda lines: b"".join(line + b"\n" for line in lines)), max_size=8)


def numbered(bodies):
    return [message(number, body) for number, body in enumerate(bodies)]


@given(MESSAGES)
def test_what_was_written_as_mboxrd_comes_back(bodies):
    assert [one.data for one in split(mailboxes.mboxrd(numbered(bodies)))] == numbered(bodies)


@pytest.mark.parametrize("kind", ["mboxo", "mboxcl"])
@given(bodies=MESSAGES)
def test_what_was_written_as_mboxo_or_mboxcl_comes_back(kind, bodies):
    assume(not any(b">From " in body for body in bodies))  # these kinds lose that difference
    data = getattr(mailboxes, kind)(numbered(bodies))

    found = [without_length(one.data) for one in split(data)]

    assert found == numbered(bodies)


@given(bodies=MESSAGES)
def test_what_was_written_as_mboxcl2_comes_back(bodies):
    # Nothing tells a quoted line of mboxcl from one that stood there as it is in mboxcl2.
    assume(not any(b">From " in body for body in bodies))
    strict = [body.replace(b"From a b\n", FROM_LINE + b"X-A: b\n") for body in bodies]

    found = [without_length(one.data) for one in split(mailboxes.mboxcl2(numbered(strict)))]

    assert found == numbered(strict)


def without_length(data):
    headers, blank, body = data.partition(b"\n\n")
    return (
        b"\n".join(x for x in headers.split(b"\n") if not x.startswith(b"Content-L")) + blank + body
    )


@settings(max_examples=50)
@given(
    bodies=st.lists(st.integers(0, 700), min_size=1, max_size=30),
    blocks=st.integers(300, 3000),
    messages=st.integers(1, 9),
    size=st.integers(1, 4000),
    step=st.integers(1, 900),
)
def test_stretches_put_together_are_the_whole_whatever_their_size(
    tmp_path_factory, bodies, blocks, messages, size, step
):
    texts = [message(n, b"line\n\nFrom \n" * (length // 10)) for n, length in enumerate(bodies)]
    data = mailboxes.mboxrd(texts)
    path = tmp_path_factory.mktemp("box") / "box"
    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bounce_inspector.core.sources.mailbox_scan.BLOCK", blocks)
        patch.setattr(planning, "SMALL", 0)
        patch.setattr(planning._Size, "grow", lambda self: None)
        patch.setattr(
            planning._Size,
            "__init__",
            lambda self: vars(self).update(messages=messages, bytes=size),
        )
        chunks = list(sources.plan([path]))
        found = [one for chunk in chunks for one in sources.read(chunk)]
        streamed = list(read(Feed(Bytes(data, step), str(path)), Budget(Limits())))

    assert found == streamed
    assert [one.data for one in found] == texts
    assert sum(chunk.bytes for chunk in chunks) == len(data)
    assert all(len(chunk.starts) <= messages for chunk in chunks)
