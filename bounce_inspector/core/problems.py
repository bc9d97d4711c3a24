"""What the world did to us: input that cannot be read, a limit that was hit, a full disk.

A `Problem` is shown to people and never raised. A fault of our own is an exception and stays one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong outside the program.

    `code` is kebab-case and stable (people script on it), `text` is one plain sentence that says
    what happened, `remedy` one that says what to do about it.
    """

    code: str
    text: str
    remedy: str = ""

    def sentence(self) -> str:
        """Return text and remedy as they are shown and printed."""
        return f"{self.text} {self.remedy}".rstrip()
