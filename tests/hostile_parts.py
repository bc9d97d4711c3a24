"""What the messages that are made to be slow to read are made of."""

HEAD = (
    b"Return-Path: <>\nFrom: MAILER-DAEMON@mail.example\nTo: sender@example.org\n"
    b"Subject: Undelivered Mail Returned to Sender\n"
)
SENTENCE = b"\nYour message could not be delivered.\n"
REPORT = (
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n"
    + HEAD
    + b"\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\n"
    + b"Reporting-MTA: dns; mail.example\n\n"
)
MIXED = b"Content-Type: multipart/mixed; boundary=B\n" + HEAD + b"\n"
HTML = b"Content-Type: text/html\n" + HEAD + SENTENCE
BASE64 = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n" + HEAD + b"\n"
UTF_8 = b"Content-Type: text/plain; charset=utf-8\n" + HEAD + b"\n"
STATUS_PART = (
    b"--B\nContent-Type: message/delivery-status\n\n"
    b"Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n\n"
)
RECIPIENT = (
    b"Final-Recipient: rfc822; user%d@d.example\nAction: failed\nStatus: 5.1.1\n"
    b"Diagnostic-Code: smtp; 550 5.1.1 user unknown\n\n"
)
SENDMAIL = b"   ----- The following addresses had permanent fatal errors -----\n"
TRANSCRIPT = b"\n   ----- Transcript of session follows -----\n... while talking to mx.example:\n"
NOTES = b"------- Failure Reasons  --------\n\n"
SESSION = b"\n--- Session Transcript ---\n"
NOTE = b" Tue 2009-10-20 10:55:17: note %d\n"
LONG_REPLY = (
    b"Final-Recipient: rfc822; u%d@d.example\nDiagnostic-Code: smtp; 550 %d "
    + b"address, recipient, user, server, mailbox, " * 90
    + b"\n\n"
)


def numbered(pattern: bytes, count: int) -> bytes:
    """Return the pattern so many times, with the number of each for every %d in it."""
    numbers = pattern.count(b"%d")
    return b"".join(pattern % ((number,) * numbers) for number in range(count))


def nested(levels: int) -> bytes:
    """Return a message with so many multiparts in each other."""
    layers = (
        b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (level, level)
        for level in range(levels)
    )
    return HEAD + b"".join(layers) + b"Content-Type: text/plain\n\nhello\n"
