"""Where exceptions that nobody caught come out: faults of ours, from any thread.

The hooks may be called in a thread of a pool, where no dialog may be opened; so they hand the
report over by signal.
"""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal


class CrashDoor(QObject):
    """Takes the place of Python's own hooks while it is open."""

    came_out = Signal(str)  # the report

    def open(self) -> None:
        """Take the hooks over."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _hook(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, fault, trace)
        if not issubclass(kind, KeyboardInterrupt):
            from bounce_inspector.gui.dialogs.crash_dialog import crash_report

            self.came_out.emit(crash_report(kind, fault, trace))

    def _thread_hook(self, call: threading.ExceptHookArgs) -> None:
        if call.exc_value is not None:
            self._hook(call.exc_type, call.exc_value, call.exc_traceback)
