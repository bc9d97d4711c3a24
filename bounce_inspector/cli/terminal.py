"""What goes to the terminal or into a pipe: UTF-8 bytes, complaints apart, nothing hidden."""

import sys
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bounce_inspector.core.model import Unread
    from bounce_inspector.core.problems import Problem


def write(text: str) -> None:
    """Write text to standard output as UTF-8, whatever the terminal's own charset is.

    File names that are no valid UTF-8 appear as backslash escapes, which JSON reads back.
    """
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))


def flush() -> None:
    """Hand everything written so far to the reader."""
    sys.stdout.buffer.flush()


def complain(text: str) -> None:
    """Write one line to standard error."""
    sys.stderr.buffer.write(f"{visible(text)}\n".encode("utf-8", "backslashreplace"))
    sys.stderr.buffer.flush()


def complain_of(problem: "Problem", language: str = "en") -> None:
    """Write what happened and what to do about it to standard error."""
    from bounce_inspector.core.messages import load_messages

    complain(f"bounce-inspector-cli: {load_messages(language).sentence(problem)}")


def complain_unread(unread: "Iterable[Unread]", language: str = "en") -> None:
    """Write each file that could not be read to standard error, with the reason."""
    from bounce_inspector.core.messages import load_messages

    messages = load_messages(language)
    for one in unread:
        place = f"{one.source}: {one.entry}" if one.entry else one.source
        complain(f"{place}: {messages.sentence(one.problem)}")


def is_loss(unread: "Iterable[Unread]") -> bool:
    """Tell whether anything is missing that was not left out on purpose."""
    from bounce_inspector.core.sources import SKIPPED_ON_PURPOSE

    return any(one.problem.code not in SKIPPED_ON_PURPOSE for one in unread)


def visible(text: str) -> str:
    """Return text that cannot steer a terminal or turn letters round: such signs become escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(letter) for letter in text)


def _shown(letter: str) -> str:
    if unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}:
        return letter
    if letter in "\n\t":
        return letter
    return letter.encode("unicode_escape").decode("ascii")
