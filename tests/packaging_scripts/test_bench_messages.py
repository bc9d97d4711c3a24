import random

import bench_messages
import pytest
from bench_messages import Template
from steps import StopError

PLAIN = Template(
    "plain/01.eml",
    b"From: daemon@example.org\n\nNot delivered: <jo@example.net>\n\n--- copy ---\nSubject: hi\n",
    ("jo@example.net",),
)
PARTS = Template(
    "parts/01.eml",
    b"Content-Type: multipart/report; boundary=b\n\n--b\n\njo@example.net\n--b\n\nhi\n--b--\n",
    ("jo@example.net",),
)


def made(template, size=4_096, seed=7):
    return bench_messages.invent(template, 12, size, random.Random(seed))


def test_the_same_seed_gives_the_same_bytes():
    assert made(PLAIN) == made(PLAIN)
    assert made(PLAIN) != made(PLAIN, seed=8)


@pytest.mark.parametrize("template", [PLAIN, PARTS], ids=["plain", "parts"])
@pytest.mark.parametrize("size", [4_096, 81_920])
def test_a_message_has_the_size_that_was_asked_for(template, size):
    assert size <= len(made(template, size)) <= size + 200


def test_the_recipient_is_another_one_at_the_same_domain():
    data = made(PLAIN)

    assert b"jo@example.net" not in data
    assert b"12@example.net>" in data


def test_the_message_has_an_id_of_its_own_and_the_returned_one_keeps_its_id():
    template = Template(
        "plain/02.eml", b"Subject: x\nmessage-id:\n <a@b>\n\nMessage-ID: <c@d>\n", ()
    )

    assert b"message-id:\n <12.a@b>\n\nMessage-ID: <c@d>\n" in made(template)


def test_what_is_added_stays_inside_the_last_part():
    assert made(PARTS).endswith(b"--b--\n")


def test_the_returned_message_gets_the_fields_of_a_newsletter_over_its_own():
    data = PARTS.data.replace(b"\n\nhi\n", b"\n\nSubject: hi\n\nhello\n")
    template = Template("parts/02.eml", data, (), header=data.index(b"Subject: hi"))

    short, long = made(template, size=20), made(template)

    assert b"Received: from" not in short
    assert long.index(b"--b\n\nReceived: from") < long.index(b"\nSubject: hi\n\nhello\n")


def test_all_samples_take_part_before_one_comes_again():
    names = [name for name, _ in bench_messages.messages([PLAIN, PARTS], 6, 500, seed=1)]

    assert [sorted(names[n : n + 2]) for n in (0, 2, 4)] == [["parts/01.eml", "plain/01.eml"]] * 3


def test_lines_that_begin_like_an_envelope_are_quoted(tmp_path):
    bounce = b"Subject: x\n\nFrom here on\n>From there\n"

    size = bench_messages.write_mbox(tmp_path / "m", iter([("a", bounce), ("b", bounce)]))

    text = (tmp_path / "m").read_bytes()
    assert size == len(text)
    assert text.count(b"\nFrom MAILER-DAEMON") == 1
    assert text.count(b"\n>From here on\n>>From there\n\n") == 2


def test_without_samples_it_says_so(tmp_path):
    with pytest.raises(StopError, match="no samples"):
        bench_messages.read_templates(tmp_path)


def test_samples_are_read_with_their_recipients(tmp_path):
    (tmp_path / "exim").mkdir()
    (tmp_path / "exim" / "01-full.eml").write_bytes(b"Subject: x\r\n\r\njo@example.net\r\n")
    (tmp_path / "exim" / "01-full.toml").write_text('[[failure]]\nrecipient = "jo@example.net"\n')

    (template,) = bench_messages.read_templates(tmp_path)

    assert template == Template(
        "exim/01-full.eml",
        b"Subject: x\n\njo@example.net\n",
        ("jo@example.net",),
        returns=False,
    )


def test_a_sample_tells_where_the_header_of_the_returned_message_begins(tmp_path):
    data = (
        b"From: MAILER-DAEMON@a.example\nContent-Type: multipart/report; boundary=b\n\n"
        b"--b\n\nfailed\n--b\nContent-Type: message/rfc822\n\nSubject: hi\n\nhello\n--b--\n"
    )
    (tmp_path / "01.eml").write_bytes(data)
    (tmp_path / "01.toml").write_text("")

    (template,) = bench_messages.read_templates(tmp_path)

    assert template.header == data.index(b"Subject: hi")


def test_what_returns_no_message_is_not_made_longer():
    alone = Template("alone/01.eml", b"Subject: x\n\njo@example.net\n", (), returns=False)

    assert len(made(alone, size=81_920)) < 100
