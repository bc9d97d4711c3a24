"""``--selftest``: does an installed program work? It paints, decodes, and tells by its code.

A frozen program that lacks a data file opens its window all the same and fails at the first letter
outside of ASCII; so letters outside of ASCII are what is tried.
"""

import faulthandler
import sys

from PySide6.QtWidgets import QApplication, QWidget

from bounce_inspector.core.model import Kind, RawMessage
from bounce_inspector.core.pipeline import inspect

PATIENCE_S = 60

_REPORT = """From: MAILER-DAEMON@mx.example.org
To: news@example.com
Subject: Unzustellbar: Grüße
Date: Mon, 23 Nov 2026 10:00:00 +0000
Message-ID: <selftest@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=cut

--cut
Content-Type: text/plain

Die Nachricht an müller@example.org wurde abgelehnt: Empfänger unbekannt. Schöne Grüße.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; mueller@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--cut--
"""


def selftest(app: QApplication, window: QWidget) -> int:
    """Paint the window and read two messages. Return 0 where all of that works, else 1."""
    faulthandler.dump_traceback_later(PATIENCE_S, exit=True)
    app.processEvents()
    faults = [
        *([] if window.grab().width() else ["the window paints nothing"]),
        *(fault for charset in ("utf-8", "latin-1") for fault in _decode(charset)),
    ]
    window.close()
    faulthandler.cancel_dump_traceback_later()
    for fault in faults:
        sys.stderr.write(f"bounce-inspector: {fault}\n")
    return 1 if faults else 0


def _decode(charset: str) -> list[str]:
    """Return what is wrong with how a message without a declared charset is read."""
    inspection = inspect(RawMessage(_REPORT.encode(charset)))
    if inspection.kind is not Kind.BOUNCE:
        return [f"a bounce in {charset} is taken for {inspection.kind}"]
    found = [finding.failure.recipient for finding in inspection.findings]
    return [] if found == ["mueller@example.org"] else [f"a bounce in {charset} names {found}"]
