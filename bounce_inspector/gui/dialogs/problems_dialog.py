"""What could not be read, what to do about it, and in which files, ready to copy."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from bounce_inspector.core.model import Unread
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui import richtext
from bounce_inspector.gui.dialogs.window import Window
from bounce_inspector.gui.explaining.copied import copy_and_tell
from bounce_inspector.gui.messages import messages, sentence
from bounce_inspector.gui.richtext import Html
from bounce_inspector.gui.safe_text import SafeText

SHOWN_FILES = 200


class ProblemsDialog(Window):
    """Lists files that could not be read, one entry for each kind of trouble."""

    def __init__(self, unread: Sequence[Unread], parent: QWidget | None = None) -> None:
        super().__init__("", columns=84, lines=28 if unread else 6, parent=parent)
        self.setWindowTitle(self.tr("What could not be read"))
        self._groups = by_problem(unread)
        self.add_heading(
            self.tr("%n file(s) could not be read", "", len(unread))
            if unread
            else self.tr("Everything could be read")
        )
        if unread:
            self._add_page()
        else:
            self.column.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self._copy = QPushButton(self.tr("Copy list"))
        self._copy.setEnabled(bool(unread))
        self._copy.clicked.connect(self._copy_list)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.column.addWidget(buttons)

    def text(self) -> str:
        """Return the whole list as plain text, a paragraph for each trouble."""
        paragraphs = (
            "\n".join([sentence(problem), *(f"  {name}" for name in names)])
            for problem, names in self._groups
        )
        return "\n\n".join(paragraphs)

    def _add_page(self) -> None:
        self.add_note(
            self.tr("All other messages were read. Nothing was left out without being named here.")
        )
        page = SafeText(self.tr("Problems"))
        page.show_html(self._page())
        self.column.addWidget(page)

    def _page(self) -> Html:
        return richtext.join("", (self._group(*group) for group in self._groups))

    def _group(self, problem: Problem, names: Sequence[str]) -> Html:
        items = list(names[:SHOWN_FILES])
        left = len(names) - len(items)
        more = (
            richtext.paragraph(self.tr("and %n more; Copy list has them all", "", left))
            if left
            else Html("")
        )
        return richtext.join(
            "",
            (
                richtext.paragraph(
                    richtext.bold(messages().text(problem)), " ", messages().remedy(problem)
                ),
                richtext.bullets(items),
                more,
            ),
        )

    def _copy_list(self) -> None:
        copy_and_tell(self._copy, self.text())


def by_problem(unread: Iterable[Unread]) -> list[tuple[Problem, list[str]]]:
    """Return each different trouble with the names of its files, the most frequent first."""
    groups: dict[Problem, list[str]] = {}
    for one in unread:
        name = f"{one.source}: {one.entry}" if one.entry else one.source
        groups.setdefault(one.problem, []).append(name)
    return sorted(groups.items(), key=lambda group: -len(group[1]))
