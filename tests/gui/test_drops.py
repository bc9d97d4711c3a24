import struct

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from bounce_inspector.gui import drops

MESSAGE = b"From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered\n\nNo.\n"


def _drop_event(mime, actions):
    return QDropEvent(
        QPointF(5, 5),
        actions,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def _windows_files(*files):
    mime = QMimeData()
    descriptor = struct.pack("<I", len(files))
    for number, (name, data) in enumerate(files):
        entry = bytearray(592)
        entry[72 : 72 + 2 * len(name)] = name.encode("utf-16-le")
        descriptor += bytes(entry)
        content = f'application/x-qt-windows-mime;value="FileContents";index={number}'
        mime.setData(content, data)
    mime.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', descriptor)
    return mime


def test_files_and_folders_come_as_paths(tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.eml")), QUrl.fromLocalFile(str(tmp_path))])

    dropped = drops.read(mime)

    assert dropped.paths == (tmp_path / "a.eml", tmp_path)
    assert not dropped.borrowed


@pytest.mark.parametrize(
    "foreign", ["application/x-moz-file-promise", "claws-mail/internal", "x-uid-list"]
)
def test_files_of_a_mail_program_are_known_to_be_borrowed(tmp_path, foreign):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "Undelivered.txt"))])
    mime.setData(foreign, b"")
    mime.setText("mailbox-message://nobody@example.org/Inbox#5")

    dropped = drops.read(mime)

    assert dropped.borrowed
    assert dropped.text == ""


@pytest.mark.parametrize("name", ["message/rfc822", "application/mbox"])
def test_a_message_brought_as_bytes_is_taken(name):
    mime = QMimeData()
    mime.setData(name, MESSAGE)

    (file,) = drops.read(mime).files

    assert file.data == MESSAGE


@pytest.mark.parametrize(
    "address",
    ["imap://someone@mail.example.org/INBOX#3", "akonadi:?item=7", "message:%3Cx%40example.org%3E"],
)
def test_a_pointer_into_a_mail_program_is_explained(address):
    mime = QMimeData()
    mime.setUrls([QUrl(address)])

    dropped = drops.read(mime)

    assert dropped.paths == ()
    assert [problem.code for problem in dropped.problems] == ["drop-is-a-pointer"]
    assert "Save the message" in dropped.problems[0].remedy


def test_a_pointer_that_comes_as_text_is_explained_too():
    mime = QMimeData()
    mime.setText("mailbox-message://nobody@example.org/Inbox#5")

    assert [problem.code for problem in drops.read(mime).problems] == ["drop-is-a-pointer"]


def test_a_web_link_is_explained_and_not_followed():
    mime = QMimeData()
    mime.setUrls([QUrl("https://mail.example.org/u/0/?view=att")])

    assert [problem.code for problem in drops.read(mime).problems] == ["drop-is-a-link"]


def test_plain_text_is_handed_on():
    mime = QMimeData()
    mime.setText("550 5.1.1 <nobody@example.org>: Recipient address rejected")

    assert drops.read(mime).text.startswith("550 5.1.1")


def test_virtual_files_of_windows_are_taken_with_their_names():
    mime = _windows_files(("Undelivered.eml", MESSAGE), ("Zwei.msg", b"\xd0\xcf\x11\xe0"))

    files = drops.read(mime).files

    assert [file.name for file in files] == ["Undelivered.eml", "Zwei.msg"]
    assert files[0].data == MESSAGE


def test_a_virtual_file_that_comes_empty_is_explained():
    dropped = drops.read(_windows_files(("Undelivered.msg", b"")))

    assert dropped.files == ()
    assert [problem.code for problem in dropped.problems] == ["drop-came-empty"]


def test_a_descriptor_that_promises_more_than_it_holds_is_survived():
    mime = QMimeData()
    mime.setData(
        'application/x-qt-windows-mime;value="FileGroupDescriptorW"', struct.pack("<I", 4_000_000)
    )

    assert drops.read(mime) == drops.Dropped()


def test_a_drag_that_proposes_to_move_is_taken_as_a_copy(tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    event = _drop_event(mime, Qt.DropAction.CopyAction | Qt.DropAction.MoveAction)
    event.setDropAction(Qt.DropAction.MoveAction)

    assert drops.force_copy(event)
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert event.isAccepted()


def test_a_drag_that_can_only_be_moved_is_refused(tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    event = _drop_event(mime, Qt.DropAction.MoveAction)

    assert not drops.force_copy(event)
    assert not event.isAccepted()
