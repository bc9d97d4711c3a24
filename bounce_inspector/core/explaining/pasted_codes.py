"""Read a text that is nothing but codes: ``552``, ``550 5.7.26``, ``421, 450 and 451``."""

import re
from collections.abc import Iterator

_REPLY = re.compile(r"\d{3}", re.ASCII)
_STATUS = re.compile(r"[245Xx]\.\d{1,3}\.\d{1,3}")
_BETWEEN = re.compile(r"[\s,;:/|()\[\]#\"'-]+")
# Nobody types more codes than this by hand.
_LONGEST = 2_000
# Words that people put beside a code they ask about, in the languages of the program.
_BESIDE = frozenset({
    "smtp", "dsn", "reply", "status", "error", "errors", "code", "codes", "and", "or",
    "erreur", "erreurs", "et", "ou", "fehler", "und", "oder", "código", "codigo", "erro", "y", "e",
})  # fmt: skip

Codes = tuple[str | None, str | None]


def only_codes(text: str) -> tuple[Codes, ...]:
    """Return the pairs of reply and enhanced code if `text` is nothing but codes, else ()."""
    if len(text) > _LONGEST:
        return ()
    tokens = [token.rstrip(".") for token in _BETWEEN.split(text)]
    tokens = [token for token in tokens if token and token.lower() not in _BESIDE]
    if not all(_REPLY.fullmatch(token) or _STATUS.fullmatch(token) for token in tokens):
        return ()
    return tuple(_pairs(tokens))


def _pairs(tokens: list[str]) -> Iterator[Codes]:
    """Yield each code, a reply code together with the enhanced code right behind it."""
    waiting: str | None = None
    for token in tokens:
        if "." in token:
            yield waiting, token.replace("x", "X")
            waiting = None
        else:
            if waiting:
                yield waiting, None
            waiting = token
    if waiting:
        yield waiting, None
