"""Messages made to be slow to read: deep, wide, endless, or what a careless pattern dies of.

They are made when they are wanted, because some have 50 MB.
"""

from collections.abc import Callable, Mapping

from tests.hostile_parts import (
    BASE64,
    HEAD,
    HTML,
    LONG_REPLY,
    MIXED,
    NOTE,
    NOTES,
    RECIPIENT,
    REPORT,
    SENDMAIL,
    SENTENCE,
    SESSION,
    STATUS_PART,
    TRANSCRIPT,
    UTF_8,
    nested,
    numbered,
)
from tests.hostile_reports import REPORTS

# What makes careless patterns slow, for a given number of repetitions.
PATTERNS: Mapping[str, Callable[[int], bytes]] = {
    "blanks": lambda n: HEAD + SENTENCE + b" " * n,
    "line ends": lambda n: HEAD + SENTENCE + b"\n" * n,
    "dashes": lambda n: HEAD + SENTENCE + b"-" * n,
    "quote marks": lambda n: HEAD + SENTENCE + b"> " * n,
    "at signs": lambda n: HEAD + SENTENCE + b"x@" * n,
    "one long line": lambda n: HEAD + SENTENCE + b"x" * n,
    "codes": lambda n: HEAD + SENTENCE + b"550 5.1.1 " * n,
    "open brackets": lambda n: HEAD + SENTENCE + b"(" * n,
    "host names": lambda n: HEAD + SENTENCE + b"host a.b.c.d.e." * n,
    "recipients": lambda n: HEAD + SENTENCE + b"<u@d.example>: 550 5.1.1 no\n\n" * n,
    "reported recipients": lambda n: REPORT + b"Final-Recipient: rfc822; u@d.example\n\n" * n,
    "dialogue": lambda n: HEAD + b"\n" + b"In: RCPT TO:<a@b.example>\nOut: 550 no\n" * n,
    "header fields": lambda n: b"X: y\n" * n + HEAD + SENTENCE,
    "folds": lambda n: HEAD + b"X: " + b"a\n " * n + b"\n" + SENTENCE,
    "encoded words": lambda n: b"Subject: " + b"=?utf-8?q?a?= " * n + b"\n\nx",
    "half encoded words": lambda n: b"Subject: " + b"=?a" * n + b"\n\nx",
    "parameters": lambda n: b"Content-Type: text/plain; " + b"a=b; " * n + b"\n" + HEAD + SENTENCE,
    "boundaries": lambda n: MIXED + b"--Bx\n" * n,
    "tags": lambda n: HTML + b"<a <b " * n,
    "comments": lambda n: HTML + b"<!--" * n,
    "styles": lambda n: HTML + b"<style>" * n,
    "fields in the text": lambda n: HEAD + SENTENCE + b"From: a\nTo: b\n" * n,
    "markers": lambda n: HEAD + SENTENCE + b"original message: a b@c\n" * n,
    "no charset": lambda n: HEAD + b"\n" + b"\xff\xe9" * n,
    "nested lists": lambda n: HEAD + b'\n{"notificationType":"Bounce","bounce":' + b"[" * n,
}
LARGE: Mapping[str, Callable[[], bytes]] = {
    "10,000 parts": lambda: MIXED + b"--B\nContent-Type: text/plain\n\nx\n" * 10_000,
    "10,000 reports": lambda: MIXED + STATUS_PART * 10_000,
    "100 levels": lambda: nested(100),
    "1,000 levels": lambda: nested(1_000),
    "1,000 messages in each other": lambda: (
        HEAD + b"Content-Type: message/rfc822\n\n" * 1_000 + b"Subject: x\n\nhello"
    ),
    "a field of 10 MB": lambda: b"X-Long: " + b"a" * 10_000_000 + b"\n" + HEAD + SENTENCE,
    "a folded field of 10 MB": lambda: (
        b"X-Long: " + b"aaaaaaaaa\n " * 900_000 + b"\n" + HEAD + SENTENCE
    ),
    "a subject of 10 MB": lambda: b"Subject: " + b"failure " * 1_250_000 + b"\n" + HEAD + SENTENCE,
    "senders of 10 MB": lambda: b"From: " + b"a@b.example, " * 750_000 + b"\n" + SENTENCE,
    "recipients of 10 MB": lambda: b"To: " + b"a@b.example, " * 750_000 + b"\n" + HEAD + SENTENCE,
    "a header of 10 MB": lambda: b"X-Field: abcdefghij\n" * 500_000 + HEAD + SENTENCE,
    "a header of 10 MB, each field another": lambda: (
        b"".join(b"X-%d: abcdefgh\n" % number for number in range(600_000)) + HEAD + SENTENCE
    ),
    "a content type of 10 MB": lambda: (
        b"Content-Type: text/plain; " + b"a=b; " * 2_000_000 + b"\n" + HEAD + SENTENCE
    ),
    "a line of 50 MB": lambda: HEAD + SENTENCE + b"x" * 50_000_000,
    "a line of 50 MB, blank": lambda: HEAD + SENTENCE + b" " * 50_000_000,
    "a line of 50 MB of reasons": lambda: HEAD + SENTENCE + b"user unknown " * 3_850_000,
    "50 MB of lines": lambda: HEAD + SENTENCE + b"abcdefghij klmnop\n" * 2_800_000,
    "50 MB of Base64": lambda: (
        BASE64 + b"VGhlIGFkZHJlc3MgZmFpbGVkOiBhQGIuZXhhbXBsZSAg\n" * 1_100_000
    ),
    "20 MB of HTML": lambda: HTML + b"<p>The following <b>address</b> failed</p>\n" * 465_000,
    "20 MB of UTF-8": lambda: UTF_8 + "Адрес не найден, ошибка\n".encode() * 480_000,
    "20 MB in an unnamed charset": lambda: (
        HEAD + b"\n" + b"Bo\xeete pleine, adresse inconnue\n" * 600_000
    ),
    "100,000 recipients in a report": lambda: (
        REPORT + b"".join(RECIPIENT % number for number in range(100_000))
    ),
    "100,000 recipients in the text": lambda: (
        HEAD
        + SENTENCE
        + b"".join(b"<user%d@d.example>: 550 5.1.1 no\n\n" % number for number in range(100_000))
    ),
    "100,000 recipients in the header": lambda: (
        b"X-Failed-Recipients: "
        + b", ".join(b"u%d@d.example" % number for number in range(100_000))
        + b"\n"
        + HEAD
        + SENTENCE
    ),
    "10 MB of empty lines before what came back": lambda: (
        MIXED + b"--B\nContent-Type: message/rfc822\n\n" + b"\n" * 10_000_000 + b"Subject: x\n"
    ),
    "long replies to 1,000 recipients": lambda: REPORT + numbered(LONG_REPLY, 1_000),
    "a transcript about one recipient": lambda: (
        HEAD
        + b"\n"
        + SENDMAIL
        + b"<u@d.example>\n<v@d.example>\n"
        + TRANSCRIPT
        + b"550 <u@d.example>... no\n" * 35_000
    ),
    "10,000 headings": lambda: HEAD + b"\n" + numbered(SENDMAIL + b"<u%d@d.example>\n", 10_000),
    "20,000 recipients of a dialogue": lambda: (
        HEAD + b"\n" + numbered(b"In: RCPT TO:<u%d@d.example>\nOut: 550 no %d\n", 20_000)
    ),
    "notes of a session about 1,000 recipients": lambda: (
        HEAD
        + b"\n"
        + numbered(b"Failed address: u%d@d.example\n", 1_000)
        + SESSION
        + numbered(NOTE, 20_000)
    ),
    "reasons without an address": lambda: HEAD + b"\n" + NOTES + b"x\n" * 400_000,
    "reasons with half addresses": lambda: HEAD + b"\n" + NOTES + b"x@\n" * 300_000,
    "labels without an address": lambda: (
        HEAD + SENTENCE + b"u@d.example\n" + numbered(b"Recipient: u%d\n", 60_000)
    ),
    "text in each of 200 parts": lambda: (
        MIXED
        + (b"--B\nContent-Type: text/plain\n\n" + b"Your mail to <u@d.example> failed.\n" * 500)
        * 200
    ),
    "a million pieces of Base64": lambda: BASE64 + b"YQ==" * 1_000_000,
    "marks on one letter": lambda: UTF_8 + ("a" + "\u0301\u0323" * 200_000).encode(),
    "a boundary that begins every line": lambda: MIXED + b"--Bx\n" * 2_000_000,
    "a boundary of one dash": lambda: MIXED.replace(b"=B\n", b'="-"\n') + b"------\n" * 1_500_000,
}
REPEATED = 300_000
MESSAGES: Mapping[str, Callable[[], bytes]] = {
    **LARGE,
    **REPORTS,
    **{
        f"{name}, {REPEATED:,} times": lambda make=make: make(REPEATED)
        for name, make in PATTERNS.items()
    },
}
