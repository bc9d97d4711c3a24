"""Tell when it was us: many refusals that are no fault of the addresses.

A server that is blocklisted or sends too fast is refused for hundreds of people at once. None of
them needs to go; removing them is the dearest mistake a list keeper can make. So it is said first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.model import Category, Fault

_OURS = frozenset({Fault.SENDER, Fault.SENDER_SERVER})


@dataclass(frozen=True, slots=True)
class Incident:
    """One cause on the sender's side, and how many addresses were refused because of it."""

    category: Category
    addresses: int


def is_ours(category: Category) -> bool:
    """Tell whether a cause lies with the sender, so that the address is fine."""
    if category is Category.SUPPRESSED:
        return False
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
