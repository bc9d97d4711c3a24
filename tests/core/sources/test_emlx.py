import pytest

from tests.core.sources.mailboxes import mboxrd, message

PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict/></plist>\n'


def emlx(data):
    return b"%-10d\n" % len(data) + data + PLIST


def test_the_message_is_read_without_what_apple_mail_adds(bring, file):
    [one] = bring(file("1.emlx", emlx(message()))).messages

    assert one.data == message()
    assert (one.offset, one.length) == (11, len(message()))


def test_a_message_shorter_than_it_says_is_told_to_be_cut_off(bring, file):
    data = b"9999\n" + message()

    [one] = bring(file("1.emlx", data)).messages

    assert one.data == message()
    assert [problem.code for problem in one.problems] == ["message-truncated"]


@pytest.mark.parametrize(
    "names",
    [
        ["Messages/1.emlx", "Messages/2.partial.emlx"],
        ["1F-2A/Data/Messages/1.emlx", "1F-2A/Data/Messages/2.emlx"],
    ],
)
def test_a_bundle_of_single_messages_is_read(bring, file, tmp_path, names):
    for number, name in enumerate(names):
        file(f"Bounces.mbox/{name}", emlx(message(number)))
    file("Bounces.mbox/Info.plist", PLIST)
    file("Bounces.mbox/Messages/1.2.emlxpart", b"rest")

    outcome = bring(tmp_path / "Bounces.mbox")

    assert outcome.data == [message(0), message(1)]
    assert outcome.unread == []


def test_an_old_bundle_with_a_mailbox_file_is_read(bring, file, tmp_path):
    file("Bounces.mbox/mbox", mboxrd([message(0), message(1)]))
    file("Bounces.mbox/table_of_contents", b"\0\1")

    outcome = bring(tmp_path / "Bounces.mbox")

    assert outcome.data == [message(0), message(1)]
    assert outcome.unread == []
