"""Words of the window in the user's language, read from resources/labels/<language>.toml.

The source words in ``tr()`` are English. A file holds tables named like the Qt context (the class
that calls ``tr``) and one table ``[words]`` for every context; a value is the translation, or a
table of plural forms (one, few, many, other) for a text with ``%n``. English has a file too, for
its plurals.
"""

from collections.abc import Mapping

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator

from bounce_inspector.shipped import read_toml, resource

Words = Mapping[str, Mapping[str, str | Mapping[str, str]]]


def languages() -> tuple[str, ...]:
    """Return the languages that have a label file, as codes like ``en``."""
    names = (entry.name for entry in resource("labels").iterdir())
    return tuple(sorted(name[: -len(".toml")] for name in names if name.endswith(".toml")))


def spoken(setting: str) -> str:
    """Return the language that a setting means: of "system" the first of its that we have."""
    if setting in languages():
        return setting
    wanted = QLocale.system().uiLanguages() if setting == "system" else []
    codes = (name.replace("_", "-").partition("-")[0] for name in wanted)
    return next((code for code in codes if code in languages()), "en")


def plural_form(language: str, number: int) -> str:
    """Return the name of the CLDR plural form of a whole number."""
    if language in {"ja", "ko", "zh", "th", "vi", "id"}:
        return "other"
    if language in {"fr", "pt"}:
        return "one" if number in {0, 1} else "other"
    if language in {"ru", "uk"}:
        return _east_slavic(number)
    if language == "pl":
        return _polish(number)
    if language in {"cs", "sk"}:
        return "one" if number == 1 else "few" if number in {2, 3, 4} else "other"
    return "one" if number == 1 else "other"


def _east_slavic(number: int) -> str:
    """Return one, few or many as Russian and Ukrainian count."""
    if number % 10 == 1 and number % 100 != 11:
        return "one"
    if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        return "few"
    return "many"


def _polish(number: int) -> str:
    """Return one, few or many as Polish counts."""
    if number == 1:
        return "one"
    if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        return "few"
    return "many"


class LabelTranslator(QTranslator):
    """Answers ``tr()`` from a label file and leaves what it does not hold in English."""

    def __init__(self, language: str, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._words = words

    @classmethod
    def load_language(cls, language: str, parent: QObject | None = None) -> "LabelTranslator":
        """Return the translator of a language; without a label file, the English one."""
        chosen = language if language in languages() else "en"
        return cls(chosen, read_toml("labels", f"{chosen}.toml"), parent)

    def isEmpty(self) -> bool:
        """Tell Qt that there is something to ask."""
        return not self._words

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the words for a source text, None where the file has none."""
        del disambiguation
        for table in (context, "words"):
            entry = self._words.get(table, {}).get(source)
            if isinstance(entry, str):
                return entry
            if entry is not None:
                return entry.get(plural_form(self._language, n)) or entry.get("other")
        return None


def qt_translator(language: str, parent: QObject | None = None) -> QTranslator | None:
    """Return Qt's own words (Cancel, the file dialog) in a language, None if it ships none."""
    translator = QTranslator(parent)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(language), "qtbase", "_", folder):
        return translator
    return None
