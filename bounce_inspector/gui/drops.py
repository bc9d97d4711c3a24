"""What mail programs and file managers put on a drag or on the clipboard, as paths, files and text.

Content decides what something is, never its name: Claws Mail drags messages as ``.txt``, Evolution
an mbox without extension. Each look at the data makes some programs write their files again, so
`read` is called once, inside the drop. Only a copy is ever taken: on a move the mail program would
delete the mail.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDropEvent

from bounce_inspector.core.problems import Problem

_MESSAGES = ("message/rfc822", "application/mbox")
_WINDOWS = "application/x-qt-windows-mime;value="
_DESCRIPTOR = f'{_WINDOWS}"FileGroupDescriptorW"'
_CONTENTS = f'{_WINDOWS}"FileContents"'
_DESCRIPTOR_SIZE = 592
_NAME = slice(72, 72 + 520)

# Formats that only mail programs add: their files are temporary and go when the program quits.
_LENDERS = ("application/x-moz-", "claws-mail/", "x-uid-list")
_POINTERS = ("imap", "mailbox", "mailbox-message", "imap-message", "akonadi", "message", "mid")


@dataclass(frozen=True, slots=True)
class LooseFile:
    """A file that exists only in the data of a drag or the clipboard."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a drag or the clipboard brought.

    `borrowed` tells that the files at `paths` will be deleted by the program they came from. `text`
    is plain text, perhaps a whole message, and given only where there is nothing better.
    """

    paths: tuple[Path, ...] = ()
    files: tuple[LooseFile, ...] = ()
    text: str = ""
    problems: tuple[Problem, ...] = ()
    borrowed: bool = False


def acceptable(mime: QMimeData) -> bool:
    """Tell from the names of the formats alone whether a look inside is worth while."""
    formats = mime.formats()
    return (
        mime.hasUrls()
        or mime.hasText()
        or any(name in _MESSAGES or name.startswith(_WINDOWS) for name in formats)
    )


def force_copy(event: QDropEvent) -> bool:
    """Accept a drag as a copy, whatever its source proposes; refuse one that can only be moved."""
    mime = event.mimeData()
    if not event.possibleActions() & Qt.DropAction.CopyAction or not acceptable(mime):
        event.ignore()
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True


def read(mime: QMimeData) -> Dropped:
    """Return what the data holds, reading each format at most once.

    Local files come first, then messages brought as bytes, then text. What only points into a mail
    program becomes a problem that says how to get at it.
    """
    urls = mime.urls() if mime.hasUrls() else []
    paths = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    problems = tuple(_unusable(urls))
    if paths:
        return Dropped(paths=paths, problems=problems, borrowed=_is_borrowed(mime.formats()))
    files = tuple(_messages(mime)) or tuple(_virtual_files(mime))
    if files:
        return Dropped(files=tuple(file for file in files if file.data), problems=_empty(files))
    if problems:
        return Dropped(problems=problems)
    text = mime.text() if mime.hasText() else ""
    pointer = QUrl(text.strip())
    if "\n" not in text.strip() and pointer.scheme() in _POINTERS:
        return Dropped(problems=(_pointer_problem(pointer),))
    return Dropped(text=text)


def _is_borrowed(formats: list[str]) -> bool:
    """Tell whether a mail program is behind a drag of files."""
    return any(name.startswith(_LENDERS) for name in formats)


def _unusable(urls: list[QUrl]) -> Iterator[Problem]:
    """Yield one problem for each way of pointing at mail that cannot be followed."""
    seen: set[str] = set()
    for url in urls:
        scheme = url.scheme()
        if not url.isLocalFile() and scheme not in seen:
            seen.add(scheme)
            yield _pointer_problem(url)


def _pointer_problem(url: QUrl) -> Problem:
    """Return why an address of a message inside another program cannot be opened."""
    if url.scheme() in {"http", "https", "ftp"}:
        return Problem(
            "drop-is-a-link",
            "This is a link to the internet, and the program opens no network connection.",
            "Download the message in your browser and drop the downloaded file here.",
        )
    return Problem(
        "drop-is-a-pointer",
        "The mail program handed over where the message is kept, not the message itself.",
        "Save the message as a file first, or drag it to a folder and from there to this window.",
    )


def _messages(mime: QMimeData) -> Iterator[LooseFile]:
    """Yield messages that are on the drag as raw bytes."""
    for name in _MESSAGES:
        if mime.hasFormat(name):
            ending = "mbox" if name.endswith("mbox") else "eml"
            yield LooseFile(f"dropped.{ending}", bytes(mime.data(name).data()))
            return


def _virtual_files(mime: QMimeData) -> Iterator[LooseFile]:
    """Yield the files that Windows programs describe and hand over without writing them."""
    if _DESCRIPTOR not in mime.formats():
        return
    for number, name in enumerate(_names(bytes(mime.data(_DESCRIPTOR).data()))):
        data = bytes(mime.data(f"{_CONTENTS};index={number}").data())
        if not data and number == 0:
            data = bytes(mime.data(_CONTENTS).data())
        yield LooseFile(name, data)


def _names(descriptor: bytes) -> Iterator[str]:
    """Yield the file names of a FILEGROUPDESCRIPTORW: a count, then entries of 592 bytes."""
    if len(descriptor) < 4:
        return
    (count,) = struct.unpack_from("<I", descriptor)
    fitting = min(count, (len(descriptor) - 4) // _DESCRIPTOR_SIZE)
    for number in range(fitting):
        start = 4 + number * _DESCRIPTOR_SIZE
        name = descriptor[start : start + _DESCRIPTOR_SIZE][_NAME]
        yield name.decode("utf-16-le", "replace").split("\0", 1)[0] or f"dropped-{number + 1}.eml"


def _empty(files: tuple[LooseFile, ...]) -> tuple[Problem, ...]:
    """Return a problem for what was announced and came empty, as Outlook does."""
    if all(file.data for file in files):
        return ()
    return (
        Problem(
            "drop-came-empty",
            "The mail program announced a message but handed over nothing.",
            "Save the message as a file (in Outlook: drag it to the desktop), then drop that file.",
        ),
    )
