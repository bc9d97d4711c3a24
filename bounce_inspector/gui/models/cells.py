"""How single values are written in a table cell: counts, days, names of providers."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from bounce_inspector.shipped import read_toml


def count(number: int) -> str:
    """Return a number with the separators of the user's locale."""
    return QLocale().toString(number)


def local_day(moment: datetime | None) -> date | None:
    """Return the local day of a moment."""
    return None if moment is None else moment.astimezone().date()


def day(local: date | None) -> str:
    """Return a day, as "4 Nov 2026"; empty for None."""
    if local is None:
        return ""
    pattern = QCoreApplication.translate("Time", "d MMM yyyy")
    return QLocale().toString(QDate(local.year, local.month, local.day), pattern)


def provider_name(provider: str | None) -> str:
    """Return what a provider is called; its id where it is not known any more, "" for None."""
    if not provider:
        return ""
    spoken = _spoken_of().get(provider)
    if spoken:
        return str(spoken["name"])
    from bounce_inspector.core.classifying.rulebook import load_rulebook  # here: the rules are many

    written = load_rulebook().providers.get(provider)
    return written.name if written else provider


@cache
def _spoken_of() -> dict[str, dict[str, object]]:
    """Return the providers that we speak of: one short file, where the rules are many."""
    return read_toml("knowledge", "providers.toml")


def provider_or_other(provider: str) -> str:
    """Return what a provider is called in a list of them, those that nobody recognised too."""
    return provider_name(provider) or QCoreApplication.translate("Facets", "Other providers")


def named_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts by provider with those of the unrecognised ones last: they say least."""
    return {name: counts[name] for name in sorted(counts, key=lambda name: not name)}


def codes() -> tuple[str, ...]:
    """Return the longest code there is, to leave room for it."""
    return ("5.7.515",)


def providers() -> tuple[str, ...]:
    """Return a name of usual length, to leave room for it: the longest would take too much."""
    return ("Deutsche Post",)


def days() -> list[str]:
    """Return a day of each month as it is written, to leave room for the longest."""
    return [day(date(2026, month, 28)) for month in range(1, 13)]
