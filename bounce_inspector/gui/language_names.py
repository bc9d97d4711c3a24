"""What languages are called: each in its own words, so that everybody finds theirs."""

from PySide6.QtCore import QLocale

# Qt's own names add a country: American English, español de España.
_NAMES = {
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ja": "日本語",
    "pt": "Português",
}


def language_name(language: str) -> str:
    """Return what the people who speak a language call it."""
    return _NAMES.get(language) or QLocale(language).nativeLanguageName() or language
