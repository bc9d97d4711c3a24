"""Problems and presets in the language that the window speaks."""

from PySide6.QtCore import QCoreApplication

from bounce_inspector.core.messages import Messages, load_messages
from bounce_inspector.core.problems import Problem


def window_language() -> str:
    """Return the code of the language that ``tr()`` speaks: each label file names its own."""
    return QCoreApplication.translate("Language", "en")


def messages() -> Messages:
    """Return what the core says of its work, in the window's language."""
    return load_messages(window_language())


def sentence(problem: Problem) -> str:
    """Return what happened and what to do about it."""
    return messages().sentence(problem)
