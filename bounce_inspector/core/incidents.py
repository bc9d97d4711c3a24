"""Tell when it was us: many refusals that are no fault of the addresses.

A server that is blocklisted or sends too fast is refused for hundreds of people at once. None of
them needs to go; removing them is the dearest mistake a list keeper can make. So it is said first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bounce_inspector.core.model import Category, Fault

_HOUR = timedelta(hours=1)
_OURS = frozenset({Fault.SENDER, Fault.SENDER_SERVER})


@dataclass(frozen=True, slots=True)
class Incident:
    """One cause on the sender's side, and how many addresses were refused because of it."""

    category: Category
    addresses: int


@dataclass(frozen=True, slots=True)
class HourCount:
    """How many failures of one cause a provider reported in the hour that begins at `hour`."""

    provider: str
    category: Category
    hour: datetime
    failures: int


@dataclass(frozen=True, slots=True)
class Burst:
    """Many refusals for one cause of ours by one provider in a short time.

    `provider` is "" where it was not recognised. `total` are all failures of these hours, whoever
    reported them: "412 of 430 came from one provider within one hour".
    """

    provider: str
    category: Category
    begin: datetime
    end: datetime
    failures: int
    total: int


def is_ours(category: Category) -> bool:
    """Tell whether a cause lies with the sender, so that the address is fine."""
    if category is Category.SUPPRESSED:
        return False
    # Loaded here: the ledger needs the values of this module, and no rules.
    from bounce_inspector.core.classifying.rulebook import load_rulebook

    return load_rulebook().categories[category].fault in _OURS


def incidents(
    categories: Mapping[Category, int], *, at_least: int = 5, share: float = 0.02
) -> tuple[Incident, ...]:
    """Return the causes on the sender's side that concern many, the greatest first.

    `categories` counts addresses. Many means `at_least` addresses and this share of all of them.
    """
    bound = max(at_least, share * sum(categories.values()))
    found = (
        Incident(category, number)
        for category, number in categories.items()
        if is_ours(category) and number >= bound
    )
    return tuple(sorted(found, key=lambda incident: -incident.addresses))


def bursts(counts: Iterable[HourCount], *, at_least: int = 20) -> tuple[Burst, ...]:
    """Return the bursts of at least so many failures, the greatest first.

    Hours that follow each other belong to one burst.
    """
    every = sorted(counts, key=lambda one: one.hour)
    totals: Counter[datetime] = Counter()
    runs: dict[tuple[str, Category], list[list[HourCount]]] = {}
    for one in every:
        totals[one.hour] += one.failures
        if is_ours(one.category):
            found = runs.setdefault((one.provider, one.category), [])
            if found and one.hour - found[-1][-1].hour <= _HOUR:
                found[-1].append(one)
            else:
                found.append([one])
    made = (_burst(run, totals) for found in runs.values() for run in found)
    many = (burst for burst in made if burst.failures >= at_least)
    return tuple(sorted(many, key=lambda burst: (-burst.failures, burst.begin)))


def _burst(run: list[HourCount], totals: Mapping[datetime, int]) -> Burst:
    first, last = run[0], run[-1]
    return Burst(
        first.provider,
        first.category,
        first.hour,
        last.hour + _HOUR,
        sum(one.failures for one in run),
        sum(totals[one.hour] for one in run),
    )
