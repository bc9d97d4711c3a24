"""What `explain` returns: an explanation as values, ready to be shown, printed or exported."""

from dataclasses import dataclass
from enum import StrEnum

from bounce_inspector.core.model import Advice, Category


class Reader(StrEnum):
    """Whom a remedy is for."""

    CUSTOMER = "customer"
    LIST_KEEPER = "list-keeper"
    ADMINISTRATOR = "administrator"
    RECIPIENT = "recipient"


class Place(StrEnum):
    """What a piece of a code is."""

    REPLY = "reply"
    REPLY_CLASS = "reply-class"
    REPLY_GROUP = "reply-group"
    REPLY_DETAIL = "reply-detail"
    STATUS = "status"
    STATUS_CLASS = "status-class"
    STATUS_SUBJECT = "status-subject"
    STATUS_DETAIL = "status-detail"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What one reader should do now."""

    reader: Reader
    text: str


@dataclass(frozen=True, slots=True)
class CodePiece:
    """A code or one number of it, with its meaning.

    `name` is what the standard calls it, in the standard's own English; `provider_meaning` is what
    this provider means by it where that differs.
    """

    text: str
    place: Place
    meaning: str
    name: str = ""
    provider_meaning: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A block list that the reply names: what it is and how to get off it."""

    id: str
    name: str
    lists: str
    lookup: str
    removal: str
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """A best-practice card that cures this kind of failure."""

    id: str
    title: str
    text: str
    how: str


@dataclass(frozen=True, slots=True)
class Erratum:
    """What popular lists say about a code, and what is true."""

    says: str
    truth: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A failure or a code in the words of one language. What does not apply is empty.

    `happened` may hold a second sentence where the mail was forwarded; `move` is whose move it is;
    `passes` whether it will pass by itself; `address` whether the address stays or goes, and why.
    `stage` is when it was refused. `meanings` are the several things a bare code is used for.
    `provider_note` is what this provider means and comes before all that is general, `ask` where to
    ask for help or removal. `about` is what is known of the provider, and what it does not publish.
    `quoted` are the server's own words as found: hostile text. `category`
    is None where a code has several or nothing failed; `kind` tells what it is where nothing failed
    yet: delay, delivered, relayed, expanded, complaint, auto-reply, challenge, read-receipt, other.
    """

    language: str
    title: str
    happened: str
    move: str = ""
    remedies: tuple[Remedy, ...] = ()
    passes: str = ""
    address: str = ""
    stage: str = ""
    code: tuple[CodePiece, ...] = ()
    meanings: tuple[str, ...] = ()
    provider: str = ""
    provider_note: str = ""
    about: str = ""
    ask: tuple[str, ...] = ()
    blocklists: tuple[Listing, ...] = ()
    contradiction: str = ""
    confidence: str = ""
    runner_up: str = ""
    quoted: str = ""
    cards: tuple[Card, ...] = ()
    errata: tuple[Erratum, ...] = ()
    sources: tuple[str, ...] = ()
    kind: str = ""
    category: Category | None = None
    advice: Advice | None = None
    permanent: bool | None = None
    recipient: str = ""

    def remedy(self, reader: Reader) -> str:
        """Return what `reader` should do, "" if nothing is said."""
        return next((each.text for each in self.remedies if each.reader is reader), "")
