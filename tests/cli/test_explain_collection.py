"""What the replies of a public collection of real bounces are explained as.

The collection lies beside the project where it is developed; nothing of it is part of the project.
"""

import json
from pathlib import Path

import pytest

from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect

COLLECTION = Path(__file__).resolve().parents[2].parent / "shared" / "corpus" / "sisimai"
LOWEST = 0.97
# Where the collection and the tables of codes disagree: what the tables say, and why it counts.
ARGUED = {
    "lhost-exim-37.eml": (
        "sender-dns-invalid",
        "553 'does not exist' after the text: the name is the sender's own host, not the reader's",
    ),
    "lhost-gmail-03.eml": ("message-malformed", "'Header error' is about the headers of the mail"),
    "lhost-postfix-49.eml": (
        "server-fault",
        "421 is 'service not available' (RFC 5321 section 4.2.3); no word blames the sender",
    ),
    "lhost-sendmail-21.eml": (
        "network-unreachable",
        "'Connection refused' while connecting: no mail server answered, nothing was judged",
    ),
    "rhost-zoho-03.eml": ("spam-content", "'flagged as Spam' is Zoho's word for a spam verdict"),
    "rhost-nttdocomo-01.eml": (
        "mailbox-unknown",
        "the words alone are those of an unknown mailbox; that it was a filter says only the "
        "status, which stands beside them",
    ),
}


def expected():
    """Return each distinct reply with the categories accepted for it, and where it stands."""
    accepted = {}
    for row in map(json.loads, (COLLECTION / "expected.jsonl").read_text("utf-8").splitlines()):
        truth = {
            address: recipient["categories"]
            for recipient in row["recipients"]
            for address in (recipient["address"], recipient["alias"])
        }
        message = next(COLLECTION.rglob(row["file"])).read_bytes()
        for failure in (finding.failure for finding in inspect(RawMessage(message)).findings):
            named = (failure.recipient.lower(), (failure.final_recipient or "").lower())
            categories = next(filter(None, map(truth.get, named)), None)
            if categories and failure.diagnostic.strip():
                new = set(categories)
                name, known = accepted.get(failure.diagnostic, (row["file"], new))
                # Where two messages with the same words have nothing in common, either will do.
                accepted[failure.diagnostic] = name, known & new or known | new
    return [(reply, name, known) for reply, (name, known) in accepted.items()]


@pytest.mark.skipif(not COLLECTION.exists(), reason="the collection is not part of the project")
def test_each_distinct_reply_is_explained_rightly_or_not_at_all(command):
    replies = expected()
    right, wrong = 0, []

    for reply, name, categories in replies:
        _, out, _ = command("explain", "--format", "json", "--", reply)
        told = {explanation["category"] for explanation in json.loads(out)}
        wanted = {ARGUED[name][0]} if name in ARGUED else categories
        if len(told) == 1 and told <= wanted:
            right += 1
        elif told != {"unclassified"}:
            wrong.append((name, told, wanted))

    assert wrong == []
    assert len(replies) > 200
    assert right / len(replies) >= LOWEST, f"{right} of {len(replies)}"
