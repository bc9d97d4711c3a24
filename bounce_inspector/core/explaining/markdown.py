"""Plain text as Markdown (CommonMark) that shows it letter by letter, whatever stands in it."""

import re
from collections.abc import Iterable

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d{1,9}[.)])(?=\s|$)")
_FENCE = re.compile(r"`+")


def escape(text: str) -> str:
    """Return `text` on one line with every sign that Markdown would act on made literal."""
    line = _ACTIVE.sub(r"\\\1", " ".join(text.split()))
    return _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", line)


def heading(level: int, text: str) -> str:
    """Return a heading of `level` 1 to 6."""
    return f"{'#' * level} {escape(text)}"


def bullets(texts: Iterable[str]) -> str:
    """Return a list with one item per text."""
    return "\n".join(f"- {escape(text)}" for text in texts)


def code_block(text: str) -> str:
    """Return `text` as it stands, in a fence that nothing in it can close."""
    longest = max((len(found) for found in _FENCE.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    body = text.rstrip("\n")
    return f"{fence}text\n{body}\n{fence}"
