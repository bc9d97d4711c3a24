import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture
def freed_on_close(qtbot):
    """Tell whether a dialog dies when it is closed, with the garbage collector off."""

    def check(make):
        gc.collect()
        gc.disable()
        try:
            dialog = make()
            dialog.show()
            qtbot.waitExposed(dialog)
            seen = weakref.ref(dialog)
            dialog.close()
            del dialog
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            return seen() is None
        finally:
            gc.enable()

    return check
