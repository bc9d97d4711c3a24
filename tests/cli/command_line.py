"""Made-up bounces, and the command line run in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BOUNCE = """\
From: Mail Delivery System <mailer-daemon@mail.example.com>
To: list@example.com
Subject: Undelivered Mail
Date: Mon, 05 Jan 2026 09:30:00 +0000
Message-ID: <{id}@mail.example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

Your message could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; {recipient}
Action: failed
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--cut
Content-Type: message/rfc822

From: list@example.com
To: {recipient}
Subject: Spring
Message-ID: <original-{id}@example.com>

Hello
--cut--
"""


def bounce(
    recipient="ann@example.com", diagnostic="550 5.1.1 User unknown", status="5.1.1", number=1
):
    text = BOUNCE.format(recipient=recipient, diagnostic=diagnostic, status=status, id=number)
    return text.encode()


def blocked(recipient, number):
    words = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"
    return bounce(recipient, words, "5.7.1", number)


def run(*arguments, stdin=b"", cwd=None):
    """Run the command line as the shell does."""
    return subprocess.run(
        [sys.executable, "-m", "bounce_inspector.cli", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd or ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""} if cwd else None,
    )
