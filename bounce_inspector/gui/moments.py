"""Points in time and lengths of time in the user's words."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

_STEPS = (
    (86_400, "{0} d {1} h", 3_600),
    (3_600, "{0} h {1} min", 60),
    (60, "{0} min {1} s", 1),
)
_EXACT = {86_400: "{0} d", 3_600: "{0} h", 60: "{0} min"}


def moment(when: datetime | None) -> str:
    """Return a moment in local time to the second; empty for None."""
    if when is None:
        return ""
    local = QDateTime.fromSecsSinceEpoch(int(when.timestamp()))
    return QLocale().toString(local, _tr("d MMM yyyy, HH:mm:ss"))


def duration(seconds: float) -> str:
    """Return a length of time in at most two units, as "2 h 5 min"; the sign is dropped."""
    whole = round(abs(seconds))
    for size, pattern, smaller in _STEPS:
        if whole >= size:
            rest = whole % size // smaller
            words = _tr(pattern if rest else _EXACT[size])
            return words.format(whole // size, rest)
    return _tr("{0} s").format(whole)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Time", text)
