"""Short names of trays, categories and decisions, as table, facets and charts show them.

The long explanations are knowledge (resources/knowledge); these are labels of a few words.
"""

from PySide6.QtCore import QCoreApplication

from bounce_inspector.core.ledger import Bucket, Decision, Reason
from bounce_inspector.core.model import Category, Kind

BUCKETS = {
    Bucket.REMOVE: "Remove",
    Bucket.WATCH: "Watch",
    Bucket.KEEP: "Keep",
    Bucket.YOUR_SIDE: "Your side",
    Bucket.COMPLAINT: "Complaint",
    Bucket.NOT_BOUNCE: "No bounce",
    Bucket.UNKNOWN: "Unknown",
}

TRAYS = {**BUCKETS, Bucket.COMPLAINT: "Complaints", Bucket.NOT_BOUNCE: "Not bounces"}

BUCKET_HINTS = {
    Bucket.REMOVE: "The address is dead. Take it off the list.",
    Bucket.WATCH: "Not dead yet. Remove it when it happens again.",
    Bucket.KEEP: "A passing trouble. The address is fine.",
    Bucket.YOUR_SIDE: "The mail or your server was refused. The address is fine.",
    Bucket.COMPLAINT: "This person does not want your mail. Stop writing to them.",
    Bucket.NOT_BOUNCE: "An automatic reply, a receipt or ordinary mail.",
    Bucket.UNKNOWN: "No rule knows this wording yet. Have a look yourself.",
}

REASONS = {
    Reason.DEAD: "The address is dead.",
    Reason.REPEATED: "It failed on too many days.",
    Reason.COMPLAINED: "The person complained.",
    Reason.WATCHED: "It failed, though not often enough to go.",
    Reason.LASTING: "A trouble that should have passed lasts.",
    Reason.ALIVE_SINCE: "Mail arrived there again since.",
    Reason.SENDER_SIDE: "The sender was refused, not the address.",
    Reason.UNRECOGNISED: "No rule knows this wording yet.",
    Reason.PASSING: "It will pass by itself.",
    Reason.DELAYED: "The server is still trying.",
    Reason.NO_FAILURE: "Nothing failed.",
}

DECISIONS = {
    Decision.REMOVE: "Marked to remove",
    Decision.KEEP: "Marked to keep",
    Decision.CLEARED: "Not marked",
}

CATEGORIES = {
    Category.MAILBOX_UNKNOWN: "No such mailbox",
    Category.DOMAIN_UNKNOWN: "No such domain",
    Category.MAILBOX_MOVED: "Mailbox moved",
    Category.MAILBOX_INACTIVE: "Mailbox closed or asleep",
    Category.MAILBOX_FULL: "Mailbox full",
    Category.RECIPIENT_RATE_LIMITED: "Mailbox gets too much at once",
    Category.GREYLISTED: "Asked to try again",
    Category.RECIPIENT_REFUSED: "Recipient refuses this mail",
    Category.SPAM_CONTENT: "Taken for spam",
    Category.ATTACHMENT_REFUSED: "Attachment refused",
    Category.MESSAGE_TOO_LARGE: "Message too large",
    Category.MESSAGE_MALFORMED: "Message badly formed",
    Category.TOO_MANY_RECIPIENTS: "Too many recipients",
    Category.AUTHENTICATION_FAILED: "SPF, DKIM or DMARC failed",
    Category.SENDER_BLOCKLISTED: "Your server is blocklisted",
    Category.SENDER_THROTTLED: "Your server sends too fast",
    Category.SENDER_DNS_INVALID: "Your DNS is not right",
    Category.SENDER_QUOTA: "Your sending quota is used up",
    Category.RELAY_DENIED: "Relaying denied",
    Category.POLICY_REFUSED: "Refused by policy",
    Category.TLS_FAILED: "Encryption failed",
    Category.SERVER_FAULT: "Their server has a fault",
    Category.NETWORK_UNREACHABLE: "Their server is out of reach",
    Category.MAIL_LOOP: "Mail goes in circles",
    Category.SUPPRESSED: "On a suppression list",
    Category.UNCLASSIFIED: "Not recognised",
}

KINDS = {
    Kind.BOUNCE: "Bounce",
    Kind.DELAY: "Delayed, still being tried",
    Kind.DELIVERY: "Delivered",
    Kind.COMPLAINT: "Spam complaint",
    Kind.AUTO_REPLY: "Automatic reply",
    Kind.CHALLENGE: "Asks to confirm the sender",
    Kind.READ_RECEIPT: "Read receipt",
    Kind.OTHER: "Ordinary mail",
}


_FAILURES = frozenset({Kind.BOUNCE, Kind.DELAY})


def bucket_name(bucket: Bucket) -> str:
    """Return the verdict on one address or message."""
    return QCoreApplication.translate("Bucket", BUCKETS[bucket])


def bucket_names() -> list[str]:
    """Return every verdict."""
    return [bucket_name(bucket) for bucket in BUCKETS]


def tray_name(bucket: Bucket) -> str:
    """Return what a tray is called as a whole, in the facets."""
    return QCoreApplication.translate("Bucket", TRAYS[bucket])


def bucket_hint(bucket: Bucket) -> str:
    """Return what lies in a tray, in one sentence."""
    return QCoreApplication.translate("Bucket", BUCKET_HINTS[bucket])


def reason_sentence(reason: Reason) -> str:
    """Return why an address lies in its tray."""
    return QCoreApplication.translate("Reason", REASONS[reason])


def decision_name(decision: Decision | None) -> str:
    """Return what a decision is called; None counts as not decided."""
    return QCoreApplication.translate("Decision", DECISIONS[decision or Decision.CLEARED])


def category_name(category: Category | None) -> str:
    """Return what happened, in a few words; an empty text where nothing failed."""
    return QCoreApplication.translate("Category", CATEGORIES[category]) if category else ""


def cause_name(category: Category | None, kind: Kind) -> str:
    """Return what happened: the cause of a failure, else what the message is."""
    if category is None or (category is Category.UNCLASSIFIED and kind not in _FAILURES):
        return kind_name(kind)
    return category_name(category)


def kind_name(kind: Kind) -> str:
    """Return what a message is."""
    return QCoreApplication.translate("Kind", KINDS[kind])
