"""Mailboxes of every kind, written for the tests."""

import re

FROM_LINE = b"From sender@example.org Thu Jan  1 00:00:00 2015\n"


def message(number=0, body=b"The body.\n"):
    """Return a small message whose line ends are LF."""
    return (
        b"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: list@example.org\n"
        b"Subject: Undelivered %d\nMessage-ID: <%d@mx.example.net>\n\n" % (number, number)
    ) + body


def mboxo(messages):
    """Write ``From `` lines of bodies with one ``>`` before them; what is quoted stays as it is."""
    return b"".join(FROM_LINE + quoted(one, rb"(?m)^From ") + b"\n" for one in messages)


def mboxrd(messages):
    """Write them with one more ``>`` than they have."""
    return b"".join(FROM_LINE + quoted(one, rb"(?m)^>*From ") + b"\n" for one in messages)


def mboxcl(messages):
    """Write them quoted as in mboxo, and the length of each body."""
    return b"".join(
        FROM_LINE + with_length(quoted(one, rb"(?m)^From ")) + b"\n" for one in messages
    )


def mboxcl2(messages):
    """Write the length of each body and quote nothing."""
    return b"".join(FROM_LINE + with_length(one) + b"\n" for one in messages)


def quoted(one, lines):
    """Put ``>`` before the lines of the body that match."""
    headers, blank, body = one.partition(b"\n\n")
    return headers + blank + re.sub(lines, lambda found: b">" + found[0], body)


def with_length(one):
    """Add a Content-Length header."""
    headers, blank, body = one.partition(b"\n\n")
    return headers + b"\nContent-Length: %d" % len(body) + blank + body
