"""What the first explanation needs is loaded beside the window, which stands there meanwhile.

Reading data is work in Python, in a thread: see threads.py for how the window lives with that.
Modules are imported in the GUI thread before: a Qt class that is defined in another thread while
the window paints ends the process.
"""

import gc
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal

if TYPE_CHECKING:
    from bounce_inspector.core.explaining.knowledge_words import Knowledge

# What shows and reads a message, and what reads the data.
MODULES = (
    "bounce_inspector.core.classifying.rulebook",
    "bounce_inspector.core.explaining.knowledge",
    "bounce_inspector.core.explaining.explanation",
    "bounce_inspector.core.explaining.explain",
    "bounce_inspector.gui.jobs",
    *(
        f"bounce_inspector.gui.views.{name}"
        for name in ("journey_view", "original_view", "source_view", "why_panel")
    ),
)
_COLUMNS = (
    *("models.address_model", "models.message_model", "views.facets_view", "views.table_view"),
    *("views.overview", "columns"),
)


def import_columns() -> Iterator[str]:
    """Import what the columns of the window are made of, a module each step."""
    for name in _COLUMNS:
        module = f"bounce_inspector.gui.{name}"
        import_module(module)
        yield module


class Preloading(QObject):
    """Loads rules and knowledge once, and hands the knowledge over to whoever asks for it."""

    loaded = Signal()

    def __init__(self, knowledge: "Callable[[], Knowledge]", parent: QObject | None = None) -> None:
        """`knowledge` loads what can be said, and is quick when asked again."""
        super().__init__(parent)
        self._load = knowledge
        self._is_loaded = self._begun = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._came = _Came(self)
        self._came.done.connect(self._on_done)

    @property
    def is_loaded(self) -> bool:
        """Whether `knowledge` answers at once."""
        return self._is_loaded

    def import_modules(self) -> Iterator[str]:
        """Import what loading takes, a module each step; whoever cannot wait calls `start`."""
        for module in MODULES:
            import_module(module)
            yield module

    def start(self) -> None:
        """Begin to load. A fault of ours is raised again in the GUI thread."""
        if self._begun:
            return
        self._begun = True
        for _ in self.import_modules():
            pass
        came = self._came
        self._pool.start(lambda: _load(self._load, came))

    def knowledge(self) -> "Knowledge":
        """Return what can be said, as soon as it is loaded."""
        if self._begun and not self._is_loaded:
            self._pool.waitForDone()
        return self._load()

    def finish(self) -> None:
        """Wait until it is loaded: somebody cannot do without it. A fault of ours is raised."""
        self.start()
        self.knowledge()
        self._on_done(None)

    def stop(self) -> None:
        """Wait for the end of it."""
        self._pool.waitForDone()

    def _on_done(self, fault: Exception | None) -> None:
        if self._is_loaded:  # somebody waited for it
            return
        gc.freeze()  # what was loaded stays: looking for garbage among it takes 50 ms
        self._is_loaded = True
        self.loaded.emit()
        if fault is not None:
            raise fault


class _Came(QObject):
    """Lives in the GUI thread: what the other thread emits here arrives there."""

    done = Signal(object)  # the fault that ended it early, or None


def _load(knowledge: "Callable[[], Knowledge]", came: _Came) -> None:
    """Run in the thread."""
    try:
        from bounce_inspector.core.classifying.rulebook import load_rulebook

        load_rulebook()
        knowledge()
    except Exception as fault:  # noqa: BLE001 - raised again in the GUI thread
        came.done.emit(fault)
    else:
        came.done.emit(None)
