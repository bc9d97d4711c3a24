"""Did we send what came back? If not, it says nothing of our list."""

from bounce_inspector.core.address import domain_of, find_all
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.wording.message import Message

NOT_OURS = Problem(
    "not-ours",
    "The returned message was not sent from one of your domains.",
    "Somebody used your address for it. Nobody is marked because of this bounce.",
)
_FIELDS = ("from", "sender", "return-path", "reply-to", "message-id", "resent-from")


def is_never_ours(message: Message, ours: frozenset[str]) -> bool:
    """Tell whether the returned message names none of our domains as its sender.

    `ours` are lower-case domains; what stands below one of them is ours as well. Without domains,
    or without a returned message, nothing can be said and the answer is False.
    """
    original = message.original
    if not ours or original is None:
        return False
    domains = {
        domain_of(found.address)
        for name in _FIELDS
        for value in original.all(name)
        for found in find_all(value)
    }
    return bool(domains) and not any(_is_below(domain, ours) for domain in domains)


def _is_below(domain: str, ours: frozenset[str]) -> bool:
    labels = domain.split(".")
    return any(".".join(labels[start:]) in ours for start in range(len(labels)))
