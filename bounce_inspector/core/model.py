"""The values that pass between the stages: frozen, comparable, picklable, without behaviour."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bounce_inspector.core.problems import Problem


class Word(StrEnum):
    """One of a few words, found in sets and tables as quickly as a string: an enum takes thrice."""

    __hash__ = str.__hash__


class Kind(Word):
    """What a message as a whole is."""

    BOUNCE = "bounce"
    DELAY = "delay"
    DELIVERY = "delivery"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto-reply"
    CHALLENGE = "challenge"
    READ_RECEIPT = "read-receipt"
    OTHER = "other"


class Action(Word):
    """What the reporting server did, RFC 3464 section 2.3.3."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


class Stage(Word):
    """Where in the SMTP dialogue (RFC 5321 section 3) the refusal came."""

    CONNECT = "connect"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    END_OF_DATA = "end-of-data"


class Role(Word):
    """What a MIME part is there for. Only the explanation and the report are ever judged."""

    EXPLANATION = "explanation"
    REPORT = "report"
    ORIGINAL = "original"
    ATTACHMENT = "attachment"
    CONTAINER = "container"


class Fault(Word):
    """Whose move it is."""

    RECIPIENT = "recipient"
    RECIPIENT_SERVER = "recipient-server"
    SENDER = "sender"
    SENDER_SERVER = "sender-server"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


class Advice(Word):
    """What to do with the address. REMOVE if and only if the address itself is dead."""

    REMOVE = "remove"
    WATCH = "watch"
    KEEP = "keep"
    FIX = "fix"
    COMPLAINT = "complaint"


class Confidence(Word):
    """How sure a verdict is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"


class Category(Word):
    """Why a delivery failed. Facts for each stand in resources/rules/categories.toml."""

    MAILBOX_UNKNOWN = "mailbox-unknown"
    DOMAIN_UNKNOWN = "domain-unknown"
    MAILBOX_MOVED = "mailbox-moved"
    MAILBOX_INACTIVE = "mailbox-inactive"
    MAILBOX_FULL = "mailbox-full"
    RECIPIENT_RATE_LIMITED = "recipient-rate-limited"
    GREYLISTED = "greylisted"
    RECIPIENT_REFUSED = "recipient-refused"
    SPAM_CONTENT = "spam-content"
    ATTACHMENT_REFUSED = "attachment-refused"
    MESSAGE_TOO_LARGE = "message-too-large"
    MESSAGE_MALFORMED = "message-malformed"
    TOO_MANY_RECIPIENTS = "too-many-recipients"
    AUTHENTICATION_FAILED = "authentication-failed"
    SENDER_BLOCKLISTED = "sender-blocklisted"
    SENDER_THROTTLED = "sender-throttled"
    SENDER_DNS_INVALID = "sender-dns-invalid"
    SENDER_QUOTA = "sender-quota"
    RELAY_DENIED = "relay-denied"
    POLICY_REFUSED = "policy-refused"
    TLS_FAILED = "tls-failed"
    SERVER_FAULT = "server-fault"
    NETWORK_UNREACHABLE = "network-unreachable"
    MAIL_LOOP = "mail-loop"
    SUPPRESSED = "suppressed"
    UNCLASSIFIED = "unclassified"


class RawMessage(NamedTuple):
    """One message as bytes, and where they stand.

    `data` is the message alone: without an mbox ``From `` line, with ``>From`` unquoted. `source`
    is the path as given, `entry` the name inside an archive or Maildir, `index` counts from 0
    within the source, `offset` and `length` are the bytes it takes there (of the unpacked entry,
    for archives).
    """

    data: bytes
    source: str = ""
    entry: str = ""
    index: int = 0  # type: ignore[assignment]  # the method of a tuple: nobody looks for a field
    offset: int = 0
    length: int = 0
    envelope_sender: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or entry that could not be read at all: counted and shown, never dropped."""

    source: str
    entry: str
    problem: Problem


class Part(NamedTuple):
    """One MIME part. Offsets are bytes into the message with its line ends turned to LF."""

    number: int
    content_type: str
    charset: str
    encoding: str
    role: Role
    depth: int
    header: int
    start: int
    end: int
    filename: str = ""


class Evidence(NamedTuple):
    """A stretch of a part's decoded text: characters, line ends as LF, end exclusive."""

    part: int
    start: int
    end: int


class Failure(NamedTuple):
    """What one report says about one recipient, before anything is concluded from it.

    `status` is the enhanced code and `reply` the three digits as found, else None. `diagnostic` is
    what the server said, `context` what else the explanation says about this recipient, `span`
    where the diagnostic stands. `certain` is False where the address was read by general rules.
    """

    recipient: str
    final_recipient: str | None = None
    action: Action | None = Action.FAILED
    status: str | None = None
    reply: str | None = None
    stage: Stage | None = None
    diagnostic: str = ""
    context: str = ""
    remote_host: str | None = None
    remote_ip: str | None = None
    reporting_mta: str | None = None
    span: Evidence | None = None
    certain: bool = True

    def beside(self, context: str, stage: Stage | None) -> "Failure":
        """Return the failure with other words beside it: `_replace` takes three times as long."""
        return Failure(*self[:5], stage, self.diagnostic, context, *self[8:])


class RunnerUp(NamedTuple):
    """The verdict that came second, and what it lacked."""

    category: Category
    rule: str
    why: str


class Verdict(NamedTuple):
    """What we conclude from a failure. `rule` is the id of the rule that decided."""

    category: Category
    permanent: bool
    fault: Fault
    advice: Advice
    rule: str
    confidence: Confidence
    provider: str | None = None
    runner_up: RunnerUp | None = None
    evidence: Evidence | None = None


class Finding(NamedTuple):
    """A failure and the verdict on it: one row of a result."""

    failure: Failure
    verdict: Verdict


class Original(NamedTuple):
    """What is known of the message that came back. Every field may be missing."""

    message_id: str | None = None
    sender: str | None = None
    to: str | None = None
    subject: str | None = None
    date: datetime | None = None
    list_id: str | None = None
    campaign: str | None = None


class Inspection(NamedTuple):
    """Everything `pipeline.inspect` found out about one message.

    `dialect` is None for Kind.OTHER. `message_id` and `subject` are the bounce's own; `digest` is a
    hash of the message, given where it has no message id of its own.
    """

    source: str
    entry: str
    index: int  # type: ignore[assignment]  # as in RawMessage
    offset: int
    size: int
    kind: Kind
    dialect: str | None = None
    date: datetime | None = None
    original: Original = Original()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    message_id: str | None = None
    subject: str | None = None
    digest: str | None = None
