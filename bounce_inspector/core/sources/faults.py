"""What can be wrong with a file, each as a Problem: one plain sentence and what to do about it."""

from bounce_inspector.core.problems import Problem, values

SKIPPED_ON_PURPOSE = frozenset({"deleted-messages-skipped", "undelivered-messages-skipped"})
"""Codes that tell of messages left out because they count as deleted or not yet there."""


def megabytes(count: int) -> int:
    """Return a size as people read it."""
    return round(count / (1 << 20))


def missing() -> Problem:
    """Describe a path where nothing is."""
    return Problem(
        "file-missing",
        "There is no file or folder with this name.",
        "Check the name; the file may have been moved or deleted.",
    )


def no_permission() -> Problem:
    """Describe a file that the system does not let us read."""
    return Problem(
        "file-no-permission",
        "The system does not allow reading this.",
        "Change its permissions, or copy it to a folder of your own and open the copy.",
    )


def cannot_read(reason: str) -> Problem:
    """Describe any other refusal of the operating system."""
    return Problem(
        "file-unreadable",
        "This could not be read: {reason}.",
        "Copy the file to another disk or folder and open the copy.",
        values(reason=reason),
    )


def of_error(error: OSError) -> Problem:
    """Return the problem that an operating system's error stands for."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return missing()
    if isinstance(error, PermissionError):
        return no_permission()
    return cannot_read(error.strerror or type(error).__name__)


def not_a_file() -> Problem:
    """Describe a pipe, socket or device."""
    return Problem(
        "file-special",
        "This is a device or a pipe, not a file.",
        "Save what comes out of it as a file and open that.",
    )


def empty_file() -> Problem:
    """Describe a file of no bytes."""
    return Problem(
        "file-empty",
        "The file is empty.",
        "Save the message again, in its raw form with all headers.",
    )


def empty_folder() -> Problem:
    """Describe a folder in which there is nothing to read."""
    return Problem(
        "folder-empty",
        "There is no message in this folder.",
        "Choose the folder that holds the messages, or the mailbox file itself.",
    )


def empty_archive() -> Problem:
    """Describe an archive in which there is nothing to read."""
    return Problem(
        "archive-empty",
        "There is no message in this archive.",
        "Pack the messages again, or open the folder that holds them.",
    )


def folder_loop() -> Problem:
    """Describe a link to a folder that is already being read."""
    return Problem(
        "folder-loop",
        "This link leads back to a folder that was already read, so it was left out.",
        "Nothing is missing; remove the link if it is not wanted.",
    )


def not_mail(what: str = "") -> Problem:
    """Describe content that is no message. `what` says what it is instead, if known."""
    return Problem(
        "not-mail",
        "This is {what}, not mail." if what else "This is not a mail message.",
        "Choose the message itself, saved in its raw form (.eml) or as a mailbox.",
        values(what=what) if what else (),
    )


def no_headers() -> Problem:
    """Describe text without mail headers."""
    return Problem(
        "not-mail",
        "This text has no mail headers, so it is not a saved message.",
        "Save the message in its raw form (.eml); the mere text of a bounce can be pasted instead.",
    )


def unsupported(what: str, remedy: str) -> Problem:
    """Describe a format that holds mail but cannot be read here."""
    return Problem(
        "format-not-supported",
        "This is {what}, which cannot be read here.",
        remedy,
        values(what=what),
    )


def message_too_large(limit: int, size: int) -> Problem:
    """Describe a message of which the first part was read."""
    return Problem(
        "message-too-large-to-read-whole",
        "The message has {size} MB; its first {limit} MB were read.",
        "What a bounce says stands at its beginning, so usually nothing is missing.",
        values(size=megabytes(size), limit=megabytes(limit)),
    )


def message_truncated() -> Problem:
    """Describe a message that ends before it says it does."""
    return Problem(
        "message-truncated",
        "The message seems to be cut off before its end.",
        "If something is missing, save it again from the mail program.",
    )


def message_broken() -> Problem:
    """Describe a message within a mailbox that has no headers."""
    return Problem(
        "message-broken",
        "This message has no headers: this place in the mailbox is damaged.",
        "The other messages were read; restore this one from a backup if it matters.",
    )


def deleted_skipped(count: int) -> Problem:
    """Describe messages that Thunderbird has deleted but not yet removed from the file."""
    return Problem(
        "deleted-messages-skipped",
        "1 deleted message was left out: the mail program keeps it until the file is compacted."
        if count == 1
        else "{count} deleted messages were left out: the mail program keeps them until the "
        "file is compacted.",
        "To read deleted messages too, restore them in the mail program first.",
        values(count=count),
    )


def undelivered_skipped(count: int) -> Problem:
    """Describe files in the tmp folder of a Maildir."""
    return Problem(
        "undelivered-messages-skipped",
        "1 message was left out: the mail server had not finished writing to the folder tmp."
        if count == 1
        else "{count} messages were left out: the mail server had not finished writing to the "
        "folder tmp.",
        "Open the files in tmp themselves to read them all the same.",
        values(count=count),
    )


def packed_damaged() -> Problem:
    """Describe compressed data that ends or breaks before its end."""
    return Problem(
        "packed-damaged",
        "The packed file is damaged; what could be unpacked before the damage was read.",
        "Copy or download the file again.",
    )


def archive_damaged() -> Problem:
    """Describe an archive whose table of contents or headers are damaged."""
    return Problem(
        "archive-damaged",
        "The archive is damaged or cut off; the files in it that could be found were read.",
        "Copy or download the archive again.",
    )


def packed_unsupported() -> Problem:
    """Describe an entry packed in a way that Python cannot unpack."""
    return Problem(
        "packed-unsupported",
        "This entry is packed with a method that cannot be read here.",
        "Unpack the archive with another program and open the folder.",
    )


def encrypted(count: int, total: int) -> Problem:
    """Describe an archive with a password on `count` of its `total` entries."""
    return Problem(
        "archive-encrypted",
        "The archive is protected by a password."
        if count == total
        else "{count} of {total} entries are protected by a password.",
        "Unpack it with the password and open the folder.",
        values(count=count, total=total),
    )


def nested_too_deep(limit: int) -> Problem:
    """Describe archives within archives beyond the limit."""
    return Problem(
        "archive-nested-too-deep",
        "Here archives are packed into archives more than {limit} times.",
        "Unpack the outer archives and open the folder.",
        values(limit=limit),
    )


def nested_too_large(limit: int) -> Problem:
    """Describe an archive within an archive that does not fit into memory."""
    return Problem(
        "archive-nested-too-large",
        "This archive within an archive is larger than {limit} MB.",
        "Unpack the outer archive and open the folder.",
        values(limit=megabytes(limit)),
    )


def too_many_entries(limit: int) -> Problem:
    """Describe an archive with more entries than are read."""
    return Problem(
        "archive-too-many-entries",
        "The archive has more than {limit} entries; the ones after that were not read.",
        "Unpack it and open the folder, or split it.",
        values(limit=limit),
    )


def unpacks_to_too_much(size: int) -> Problem:
    """Describe an archive that grows beyond the limits: a mistake or an attack."""
    return Problem(
        "archive-unpacks-to-too-much",
        "The archive grows to more than {size} MB when unpacked; the rest was not read.",
        "If you trust it, unpack it and open the folder.",
        values(size=megabytes(size)),
    )


def outlook_damaged() -> Problem:
    """Describe a .msg that cannot be taken apart."""
    return Problem(
        "outlook-damaged",
        "This Outlook message is damaged and could not be read.",
        "Save it again from Outlook, if possible as text or .eml.",
    )


def outlook_too_large(limit: int) -> Problem:
    """Describe a .msg that does not fit into memory."""
    return Problem(
        "outlook-too-large",
        "This Outlook message is larger than {limit} MB.",
        "Remove its attachments in Outlook and save it again.",
        values(limit=megabytes(limit)),
    )


def gone() -> Problem:
    """Describe a message whose file is no longer there."""
    return Problem(
        "source-gone",
        "The file this message was read from is no longer there.",
        "Put it back, or open it from its new place.",
    )


def changed() -> Problem:
    """Describe a message that no longer stands where it was read."""
    return Problem(
        "source-changed",
        "The file has changed since it was read; this message is no longer in its place.",
        "Open the file again.",
    )


def worker_died() -> Problem:
    """Describe a message at which a worker process ended."""
    return Problem(
        "worker-died",
        "Reading this message ended the program's helper process, so it was left out.",
        "The others were read; please report this message to us if you can.",
    )
