"""Tell whose servers refused a message: by host name, by wording, by the recipient's domain."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bounce_inspector.core.classifying.matching import find_phrases
from bounce_inspector.core.classifying.rulebook import Rulebook
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Failure


class Recognised(NamedTuple):
    """A provider's id (None: nobody known) and whether the servers themselves gave it away.

    `sure` is False where only the address or the reporting server points to the provider: its own
    rules gain from it, but those of other providers are not shut out, for mail is forwarded and
    filtered by others.
    """

    id: str | None
    sure: bool


NOBODY = Recognised(None, sure=False)


def provider_of(failure: Failure, rulebook: Rulebook) -> str | None:
    """Return the id of the provider whose server refused the message, or None."""
    found = find_phrases(fold(failure.diagnostic), rulebook)
    return recognise(failure, rulebook, found).id


def recognise(failure: Failure, rulebook: Rulebook, found: frozenset[int]) -> Recognised:
    """Return who refused, given the numbers of the phrases `found` in the diagnostic.

    The name of the host counts most, then words that nobody else writes; then, as a hint only, the
    server that reported where no other is named, and the domain of the mailbox.
    """
    host = failure.remote_host
    known = _of_host(host, rulebook) if host else None
    if known is None:
        known = _by_words(found, rulebook)
    if known is not None:
        return Recognised(known, sure=True)
    if not host and failure.reporting_mta:
        known = _of_host(failure.reporting_mta, rulebook)
    if known is None:
        _, _, domain = (failure.final_recipient or failure.recipient).rpartition("@")
        known = _of_domain(domain, rulebook)
    return Recognised(known, sure=False) if known else NOBODY


# Few replies are made of other phrases than those before.
@lru_cache(maxsize=5_000)
def _by_words(found: frozenset[int], rulebook: Rulebook) -> str | None:
    known, longest = None, 0
    for number in found:
        phrase = rulebook.phrases[number]
        if phrase.provider and len(phrase.text) > longest:
            known, longest = phrase.provider, len(phrase.text)
    return known


# A mailing meets few servers, and most of its readers have their mailbox at few domains.
@lru_cache(maxsize=5_000)
def _of_host(host: str, rulebook: Rulebook) -> str | None:
    return _below(host, rulebook.hosts)


@lru_cache(maxsize=5_000)
def _of_domain(domain: str, rulebook: Rulebook) -> str | None:
    return _below(domain, rulebook.domains)


def _below(name: str, known: Mapping[str, str]) -> str | None:
    """Return what is known about `name` or the nearest domain above it."""
    name = name.lower().rstrip(".")
    while name:
        found = known.get(name)
        if found is not None:
            return found
        _, _, name = name.partition(".")
    return None
