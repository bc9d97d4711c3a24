"""An explanation to read from: what happened, what to do, whose move it is, and the proof."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bounce_inspector.core.explaining.explanation import Explanation, Reader
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.gui.afterwards import Afterwards
from bounce_inspector.gui.explaining import explanation_html as html
from bounce_inspector.gui.explaining.code_apart_view import CodeApartView
from bounce_inspector.gui.explaining.remedies_view import RemediesView
from bounce_inspector.gui.explaining.section import Section
from bounce_inspector.gui.theme import ROOMY, spacing, tones_of


class ExplanationView(QScrollArea):
    """Shows one explanation in the language it is written in, its headings too."""

    reader_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Explanation"))
        self._shown: tuple[Explanation, Knowledge] | None = None
        self._rest = Afterwards(iter(()), self)  # of the explanation, not yet shown
        self._deciding = ""
        self._hero = Section(self.tr("What happened"))
        self._doubt = Section(self.tr("The code and the words disagree"), notice="warning")
        self._remedies = RemediesView(list(Reader))
        self._remedies.reader_changed.connect(self.reader_changed)
        self._facts = Section(self.tr("Whose move it is, and what becomes of the address"))
        self._code = CodeApartView()
        self._meanings = Section(self.tr("What this code is used for"))
        self._provider = Section(self.tr("Provider and block lists"))
        self._proof = Section(self.tr("The words that decided"))
        self._errata = Section(self.tr("What lists get wrong"))
        self._cards = Section(self.tr("Best practice"))
        self._remedies_section = Section(
            self.tr("What to do now"), content=self._remedies, card=True
        )
        self._code_section = Section(self.tr("The code taken apart"), content=self._code)
        self._lay_out()
        self.clear()

    def show_explanation(self, explanation: Explanation, knowledge: Knowledge) -> None:
        """Show an explanation from its top.

        Where somebody looks on, the top comes first and what is below it by and by: all of it at
        once would take several frames.
        """
        self._shown = (explanation, knowledge)
        self._deciding = ""
        self._rest.stop()
        self._rest.deleteLater()
        self._rest = Afterwards(self._pieces(), self)
        if self.isVisible():
            self._rest.start_now()
        else:
            self.show_rest()
        self.verticalScrollBar().setValue(0)

    def show_rest(self) -> None:
        """Show now what would come by and by."""
        self._rest.finish()

    def mark_deciding(self, words: str) -> None:
        """Mark the words that decided where the server is quoted."""
        self._deciding = words
        if self._shown is not None:
            self.show_rest()
            self._proof.show_html("", html.proof(*self._shown, tones_of(self), words))

    def clear(self) -> None:
        """Show nothing."""
        self._rest.stop()
        self._shown = None
        for section in self._sections():
            section.hide()

    @property
    def reader(self) -> Reader:
        """Whose part of the remedies is shown."""
        return Reader(self._remedies.reader)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() is QEvent.Type.PaletteChange and self._shown is not None:
            self._rest.stop()
            Afterwards(self._pieces(), self).finish()
        super().changeEvent(event)

    def _sections(self) -> tuple[Section, ...]:
        return (
            self._hero,
            self._doubt,
            self._remedies_section,
            self._meanings,
            self._facts,
            self._provider,
            self._proof,
            self._code_section,
            self._errata,
            self._cards,
        )

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        margin = spacing(self.font(), ROOMY)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(margin)
        for section in self._sections():
            column.addWidget(section)
        column.addStretch()
        self.setWidget(body)

    def _pieces(self) -> Iterator[None]:
        """Fill the sections, those on top first, a few at each step."""
        if self._shown is None:
            return
        it, knowledge = self._shown
        tones = tones_of(self)
        heading = {
            name: knowledge.phrase(f"heading.{name}")
            for name in ("remedies", "code", "meanings", "contradiction", "errata", "cards")
        }
        self._hero.show_html("", html.hero(it, knowledge))
        self._doubt.show_html(heading["contradiction"], html.plain(it.contradiction))
        yield
        self._remedies.rename({r: knowledge.phrase(f"reader.{r}") for r in Reader})
        self._remedies.show_texts({each.reader: each.text for each in it.remedies})
        self._remedies_section.show_content(heading["remedies"], shown=bool(it.remedies))
        yield
        self._meanings.show_html(heading["meanings"], html.meanings(it))
        self._facts.show_html("", html.facts(it, knowledge, tones))
        yield
        self._provider.show_html("", html.provider(it, knowledge, tones))
        self._proof.show_html("", html.proof(it, knowledge, tones, self._deciding))
        yield
        self._code_section.show_content(heading["code"], shown=bool(it.code))
        yield from self._code.show_pieces(it.code, it.provider)
        yield
        self._errata.show_html(heading["errata"], html.errata(it, knowledge))
        self._cards.show_html(heading["cards"], html.cards(it, tones))
