import gzip

import pytest

from bounce_inspector.core import sources
from tests.core.sources.mailboxes import FROM_LINE, message

NAME = "1420070400.M1P2.mx"


@pytest.fixture
def maildir(tmp_path):
    """Make a Maildir and a function that puts messages into it."""

    def put(entry, data=None):
        path = tmp_path / "Maildir" / entry
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is not None:
            path.write_bytes(data)

    for folder in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / folder).mkdir(parents=True)
    put.path = str(tmp_path / "Maildir")
    return put


def test_current_and_new_messages_are_entries_of_the_maildir(bring, maildir):
    maildir("new/2.mx", message(2))
    maildir("cur/3.mx", message(1))
    maildir("cur/1.mx", message(0))

    outcome = bring(maildir.path)

    assert outcome.data == [message(0), message(1), message(2)]
    assert [one.entry for one in outcome.messages] == ["cur/1.mx", "cur/3.mx", "new/2.mx"]
    assert [one.index for one in outcome.messages] == [0, 1, 2]
    assert {one.source for one in outcome.messages} == {maildir.path}


def test_a_message_not_yet_delivered_is_left_out_and_counted(bring, maildir):
    maildir("cur/1.mx", message())
    maildir("tmp/2.mx", message(1))

    outcome = bring(maildir.path)

    assert outcome.data == [message()]
    assert outcome.codes == ["undelivered-messages-skipped"]


def test_subfolders_of_maildir_plus_plus_are_read(bring, maildir, tmp_path):
    maildir("cur/1.mx", message(0))
    maildir(".Bounces/cur/1.mx", message(1))
    maildir(".Bounces/new/2.mx", message(2))
    maildir(".Bounces/maildirfolder", b"")
    maildir(".Bounces.Old/cur/1.mx", message(3))
    maildir(".Bounces.Old/tmp")
    (tmp_path / "Maildir" / ".Bounces.Old" / "new").mkdir()
    maildir(".hidden/file", b"nothing")
    maildir("subscriptions", b"Bounces\n")
    maildir("dovecot-uidlist", b"3 V1\n")
    maildir("dovecot.index.log", b"\0")

    outcome = bring(maildir.path)

    assert outcome.data == [message(0), message(1), message(2), message(3)]
    assert outcome.unread == []
    assert outcome.messages[1].source.endswith(".Bounces")


def test_a_file_of_a_maildir_is_one_message_whatever_stands_in_it(bring, maildir):
    maildir("cur/1.mx", FROM_LINE + message(0, FROM_LINE + message(9)))

    assert bring(maildir.path).data == [message(0, FROM_LINE + message(9))]


def test_packed_messages_of_a_maildir_are_read(bring, maildir):
    maildir("cur/1.mx,S=99:2,S".replace(":", ";"), gzip.compress(FROM_LINE + message()))

    assert bring(maildir.path).data == [message()]


def test_what_is_no_mail_in_a_maildir_is_reported(bring, maildir):
    maildir("cur/1.mx", b"")
    maildir("cur/2.mx", message())

    outcome = bring(maildir.path)

    assert outcome.data == [message()]
    assert outcome.codes == ["file-empty"]
    assert outcome.unread[0].entry == "cur/1.mx"


def test_an_empty_maildir_is_said_to_be_empty(bring, maildir):
    assert bring(maildir.path).codes == ["folder-empty"]


def test_a_message_that_was_read_in_the_mail_program_is_found_again(maildir, tmp_path):
    maildir(f"new/{NAME}", message())
    [chunk] = sources.plan([maildir.path])
    [one] = sources.read(chunk)
    root = tmp_path / "Maildir"
    (root / "new" / NAME).rename(root / "cur" / f"{NAME};2,S")

    again = sources.reread(one.source, one.entry, one.offset, one.length, one.index)

    assert again == one
