"""Files that are not mail: what they are, by the first bytes, so that people can be told."""

from bounce_inspector.core.problems import Problem
from bounce_inspector.core.sources import faults

_KINDS = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"<?xml", "an XML document"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
)
_UNSUPPORTED = (
    (
        b"!BDN",
        "an Outlook data file (.pst or .ost)",
        "In Outlook, drag the messages from it into a folder and open that.",
    ),
    (
        b"\xcf\xad\x12\xfe",
        "an Outlook Express mailbox (.dbx)",
        "Convert it to mbox first, for instance by importing it into Thunderbird.",
    ),
    (
        b'x\x9f>"',
        "an Outlook attachment (winmail.dat)",
        "Open the message that it came with instead.",
    ),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and open the folder."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and open the folder."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it and open the folder."),
)


_MAGICS = tuple(known[0] for known in (*_KINDS, *_UNSUPPORTED))


def kind_of(head: bytes) -> str:
    """Return what a file is that is known not to be readable mail, or an empty string."""
    if not head.startswith(_MAGICS):
        return ""
    for magic, what in _KINDS:
        if head.startswith(magic) and (len(magic) > 2 or b"\0" in head):
            return what
    return next((what for magic, what, _ in _UNSUPPORTED if head.startswith(magic)), "")


def problem_of(head: bytes) -> Problem:
    """Return what to say of a file that no format recognises."""
    if not head.strip():
        return faults.empty_file()
    for magic, what, remedy in _UNSUPPORTED:
        if head.startswith(magic):
            return faults.unsupported(what, remedy)
    if what := kind_of(head):
        return faults.not_mail(what)
    if b"\0" in head:
        return faults.not_mail("a binary file")
    return faults.no_headers()
