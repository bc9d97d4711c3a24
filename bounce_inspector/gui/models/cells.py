"""How single values are written in a table cell: counts, days, names of providers."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from bounce_inspector.core.rulebook import load_rulebook


def count(number: int) -> str:
    """Return a number with the separators of the user's locale."""
    return QLocale().toString(number)


def day(moment: datetime | None) -> str:
    """Return the local day of a moment, as "4 Nov 2026"; empty for None."""
    if moment is None:
        return ""
    local = moment.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), "d MMM yyyy")


def provider_name(provider: str | None) -> str:
    """Return what a provider is called; its id where it is not known any more, "" for None."""
    if not provider:
        return ""
    known = load_rulebook().providers.get(provider)
    return known.name if known else provider
