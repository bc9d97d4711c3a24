"""The answer to whoever asks what became of their mail, ready to be copied."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication

from bounce_inspector.core.explaining.answer_language import (
    Clue,
    Clues,
    Guess,
    guess_language,
)
from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.explaining.letter_files import Letters, letter_languages, load_letters
from bounce_inspector.core.explaining.letters import write_letter
from bounce_inspector.core.model import Finding, Inspection
from bounce_inspector.gui import richtext
from bounce_inspector.gui.richtext import Html, visible


@dataclass(frozen=True, slots=True)
class Asked:
    """About what an answer is wanted; `at_once`: without looking at it first.

    `clues` tell in which language.
    """

    finding: Finding
    inspection: Inspection
    at_once: bool = False
    clues: Clues = field(default_factory=Clues)

    @property
    def guess(self) -> Guess | None:
        """The language to answer in, where something tells it."""
        return guess_language(self.clues, self.finding.failure.recipient)


GUESSED = {
    Clue.STATED: "Guessed: the returned mail says that it is in this language.",
    Clue.WORDS: "Guessed from the words of the returned mail.",
    Clue.SENDER: "Guessed from the country in the sender’s address.",
    Clue.RECIPIENT: "Guessed from the country in the recipient’s address.",
    Clue.REPORT: "Guessed from the words of the bounce.",
}


def guess_words(guess: Guess) -> str:
    """Return what a guess rests on."""
    return QCoreApplication.translate("Answer", GUESSED[guess.clue])


def known_language(language: str) -> str:
    """Return a language that there are templates for: the one wanted, or English."""
    return language if language in letter_languages() else "en"


def templates(language: str, own: Path) -> Letters:
    """Return the voices of a language, a person's own among them."""
    return load_letters(known_language(language), own)


def answer_text(asked: Asked, voice: str, language: str, own: Path) -> str:
    """Return an answer with control characters made visible."""
    letter = templates(language, own).named(voice)
    knowledge = load_knowledge(known_language(language))
    return visible(write_letter(letter, asked.finding, asked.inspection, knowledge))


def answer_html(text: str) -> Html:
    """Return an answer as paragraphs."""
    return richtext.join(
        "", (richtext.template("<p>{}</p>", richtext.lines(each)) for each in _paragraphs(text))
    )


def copy_as_html(text: str) -> None:
    """Put an answer on the clipboard for a mail program that writes HTML; the text goes along."""
    mime = QMimeData()
    mime.setHtml(answer_html(text))
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)


def _paragraphs(text: str) -> list[str]:
    return [each.strip("\n") for each in text.split("\n\n") if each.strip()]
