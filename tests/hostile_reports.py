"""Reports in the form of real servers, but to more recipients or in more words than any gives."""

from collections.abc import Callable, Mapping

from tests.hostile_parts import (
    HEAD,
    MIXED,
    RECIPIENT,
    REPORT,
    SENDMAIL,
    SENTENCE,
    SESSION,
    TRANSCRIPT,
    UTF_8,
    numbered,
)

QMAIL = HEAD + b"\nHi. This is the qmail-send program at mail.example.\n\n"
NDR = HEAD + b"\nDiagnostic information for administrators:\n\n"
FORWARD = b"Subject: Fwd: mail\nFrom: a@b.example\n"
FEEDBACK = REPORT.replace(b"delivery-status", b"feedback-report").partition(b"Reporting")[0]
ENCLOSED = b"Content-Type: message/rfc822\n\n"
ACCENTS = "boîte pleine, adresse inconnue é ".encode() * 115
FOLDED = b"user unknown\n " * 280
NOTIFICATION = (
    b'{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":['
)
BOUNCED = (
    b'{"emailAddress":"u%d@d.example","status":"5.1.1","diagnosticCode":"smtp; 550 no user %d"},'
)

REPORTS: Mapping[str, Callable[[], bytes]] = {
    "long replies with accents to 1,000 recipients": lambda: REPORT + replies(ACCENTS),
    "long replies in many lines to 1,000 recipients": lambda: REPORT + replies(FOLDED),
    "long replies of qmail": lambda: (
        QMAIL
        + numbered(b"<u%d@d.example>:\n550 " + b"user, address, recipient " * 38 + b"%d\n\n", 970)
    ),
    "200,000 fields that nobody asks for": lambda: REPORT + b"X-Other: y\n" * 200_000,
    "100 more fields for each of 1,000 recipients": lambda: (
        REPORT + numbered(RECIPIENT.rstrip() + b"\n" + b"X-Other: y\n" * 100 + b"\n", 1_000)
    ),
    "100,000 recipients of a complaint": lambda: (
        FEEDBACK + numbered(b"Original-Rcpt-To: <u%d@d.example>\n", 100_000)
    ),
    "a returned message to 100,000": lambda: (
        REPORT
        + RECIPIENT % 1
        + b"--b\n"
        + ENCLOSED
        + b"To: "
        + b"a@b.example, " * 100_000
        + b"\n\nx"
    ),
    "10,000 recipients and their transcript": lambda: (
        HEAD
        + b"\n"
        + SENDMAIL
        + numbered(b"<u%d@d.example>\n    (reason: 550 5.1.1 no)\n", 10_000)
        + TRANSCRIPT
        + numbered(b">>> RCPT To:<u%d@d.example>\n<<< 550 5.1.1 no\n", 10_000)
    ),
    "a session about 10,000 recipients": lambda: (
        HEAD
        + b"\n"
        + numbered(b"Failed address: u%d@d.example\n", 10_000)
        + SESSION
        + numbered(
            b" Tue 2009-10-20 10:55:17: --> RCPT To:<u%d@d.example>\n"
            b" Tue 2009-10-20 10:55:18: <-- 550 5.1.1 no user\n",
            8_000,
        )
    ),
    "a dialogue that refuses 20,000 recipients at its end": lambda: (
        HEAD
        + b"\n"
        + numbered(b"In: RCPT TO:<u%d@d.example>\nOut: 250 ok\n", 7_000)
        + b"In: DATA\nOut: 550 no\n"
        + numbered(b"In: RCPT TO:<v%d@d.example>\nOut: 250 ok\n", 13_000)
    ),
    "addresses within lines": lambda: HEAD + SENTENCE + numbered(b"in u%d@d.example\n", 70_000),
    "addresses within sentences": lambda: (
        HEAD + SENTENCE + numbered(b"The user u%d@d.example is unknown to us. ", 25_000)
    ),
    "blocks of fields without a text": lambda: (
        HEAD + b"\n" + numbered(b"Error-For: u%d@d.example\n", 30_000)
    ),
    "addresses for administrators without a reply": lambda: (
        NDR + numbered(b"u%d@d.example\n\n", 50_000)
    ),
    "a notification of 9,000 recipients": lambda: (
        HEAD + b"\n" + NOTIFICATION + numbered(BOUNCED, 9_000)
    ),
    "letters that stand for words": lambda: UTF_8 + "\ufdfa".encode() * 300_000,
    "a charset of its own in each of 1,000 parts": lambda: (
        MIXED
        + numbered(
            b"--B\nContent-Type: text/plain; charset=x%d\n\n\xe9 <u%d@d.example> failed\n", 1_000
        )
    ),
    "a charset of its own for each encoded word": lambda: (
        b"Subject: " + numbered(b"=?x%d?q?=E9t=E9_%d?= ", 10_000) + b"\n" + HEAD + SENTENCE
    ),
    "a charset of its own for each of many fields": lambda: (
        numbered(b"X-Failed-Recipients: =?x%d?q?=E9?= <u%d@d.example>\n", 5_000) + HEAD + SENTENCE
    ),
    "a charset of its own for each reply": lambda: (
        REPORT
        + numbered(
            b"Final-Recipient: rfc822; u%d@d.example\nDiagnostic-Code: smtp; =?x%d?q?=E9_%d?=\n\n",
            1_000,
        )
    ),
    "parameters in no charset": lambda: (
        MIXED
        + numbered(b"--B\nContent-Type: text/plain;" + b" a=\xe9\xe8%d;" * 50 + b"\n\nx\n", 1_000)
    ),
    "quotes in a forwarded letter": lambda: FORWARD + b"\n" + b"> > > user unknown\n" * 50_000,
    "letters within letters": lambda: letters(3),
    "20 enclosed letters of 1 MB each": lambda: (
        MIXED.replace(HEAD, FORWARD)
        + (b"--B\n" + ENCLOSED + HEAD + b"\n" + b"hello user unknown, bye\n" * 40_000) * 20
    ),
    "10,000 recipients whose reasons stand in the transcript": lambda: (
        HEAD
        + b"\n"
        + SENDMAIL
        + numbered(b"<u%d@d.example>\n", 10_000)
        + TRANSCRIPT
        + numbered(b">>> RCPT To:<u%d@d.example>\n<<< 550 5.1.1 no %d\n", 10_000)
    ),
    "a transcript about 20,000 recipients": lambda: (
        HEAD + b"\n" + TRANSCRIPT + numbered(b"550 5.1.1 <u%d@d.example>... no user\n", 20_000)
    ),
    "reasons in Chinese for 20,000": lambda: (
        UTF_8 + numbered("<u%d@d.example>: 用户不存在 %d\n\n".encode(), 20_000)
    ),
    "domains with accents": lambda: (
        UTF_8 + SENTENCE[1:] + numbered("u%d@bücher%d.example\n".encode(), 20_000)
    ),
}


def replies(words: bytes) -> bytes:
    """Return the fields of 1,000 recipients, each with its own reply of these words."""
    group = b"Final-Recipient: rfc822; u%d@d.example\nDiagnostic-Code: smtp; 550 %d "
    return numbered(group + words + b"\n\n", 1_000)


def letters(depth: int) -> bytes:
    """Return a letter with 20 letters in it, each of them again with as many, and so on."""
    if depth == 0:
        return HEAD + b"\nx\n"
    boundary = b"B%d" % depth
    inner = b"--" + boundary + b"\n" + ENCLOSED + letters(depth - 1)
    return FORWARD + b"Content-Type: multipart/mixed; boundary=" + boundary + b"\n\n" + inner * 20
