import pytest

from bounce_inspector.core.ledger import Ledger
from bounce_inspector.core.model import Advice, Category, Kind
from tests.core.ledger.ledger_samples import NOW, batch, day, finding, inspection

DEAD = (Category.MAILBOX_UNKNOWN, Advice.REMOVE)
FULL = (Category.MAILBOX_FULL, Advice.WATCH)
BLOCKED = (Category.SENDER_BLOCKLISTED, Advice.FIX)


@pytest.fixture
def ledger():
    """One address of each sort: dead, dead, full, blocked, complaint."""
    with Ledger.open(":memory:", lambda: NOW) as opened:
        complaint = finding(
            "cora@example.com", Category.UNCLASSIFIED, Advice.COMPLAINT, action=None
        )
        opened.add(
            batch(
                inspection(finding("Zed@example.org", *DEAD), source="/mail/monday.mbox"),
                inspection(finding("ann@example.com", *DEAD), date=day(2)),
                inspection(finding("fay@example.com", *FULL, status="5.2.2")),
                inspection(finding("bob@example.com", *BLOCKED, status="5.7.1")),
                inspection(complaint, kind=Kind.COMPLAINT),
            )
        )
        yield opened
