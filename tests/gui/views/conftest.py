import pytest

from bounce_inspector.core.decoding.mime import scan
from bounce_inspector.core.decoding.text import part_text
from bounce_inspector.core.model import Evidence, RawMessage

REPORT = """\
Received: from out.example.net by mx.example.org with ESMTP; Mon, 2 Nov 2026 09:00:05 +0000
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
Subject: =?utf-8?q?Zustellung_fehlgeschlagen_=E2=80=93_J=C3=B6rg?=
Date: Mon, 2 Nov 2026 10:00:00 +0100
Content-Type: multipart/report; report-type=delivery-status; boundary=abc

--abc
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Grüße 👋, this is the mail system at mx.example.org.

<ann@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1 Recipient
    address rejected: User unknown (in reply to RCPT TO command)

--abc
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.1.1

--abc
Content-Type: application/pdf; name="report.pdf"
Content-Transfer-Encoding: base64

aGVsbG8gd29ybGQ=
--abc
Content-Type: message/rfc822

Received: from desk.example.net by out.example.net with SMTP; Mon, 2 Nov 2026 08:00:00 +0000
From: shop@example.net
To: ann@example.org
Subject: Your order
Message-ID: <1@example.net>

Thank you.
--abc--
"""


@pytest.fixture
def report():
    """A bounce as a mail program saves it."""
    return RawMessage(REPORT.encode("utf-8"), source="bounce.eml", length=len(REPORT))


@pytest.fixture
def deciding():
    """Where "User unknown" stands in the report."""
    structure = scan(REPORT.encode("utf-8"))
    text = part_text(structure, structure.parts[1])
    start = text.index("User unknown")
    return Evidence(1, start, start + len("User unknown"))
