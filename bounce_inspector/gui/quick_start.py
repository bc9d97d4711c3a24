"""What the interpreter does at a start that nobody needs, left out until the window stands there.

Together it is a quarter of the time. PySide looks through the source of each module that is
imported for its own name, in case somebody switched its ``__feature__`` on; we never do. Python
looks for garbage each time some hundred objects are made; what is made at a start stays.
"""

import gc
import sys

from PySide6 import QtCore  # noqa: F401 - brings the module that looks through sources

_SEARCH = "_mod_uses_pyside"


def begin() -> None:
    """Leave it out from now on. Call `end` once the window stands there."""
    gc.disable()
    search = sys.modules.get("shibokensupport.feature")
    # A name of PySide's own: where a later one does without it, there is nothing to leave out.
    if search is not None and hasattr(search, _SEARCH):
        setattr(search, _SEARCH, lambda _module: False)


def end() -> None:
    """Look for garbage again, but never again among what the start made."""
    gc.freeze()
    gc.enable()
