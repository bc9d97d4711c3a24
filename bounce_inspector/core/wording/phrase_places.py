"""Find folded phrases in a text as it stands, whatever its case, accents and line breaks."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from bounce_inspector.core.folding import fold_with_places
from bounce_inspector.core.wording.once import once


class Places:
    """A text prepared for searching; places are characters of the text itself."""

    def __init__(self, text: str) -> None:
        """Take the text; its letters are folded once, when first something is looked for."""
        self._text = text
        self._length = len(text)

    def find(self, phrases: tuple[str, ...], start: int = 0) -> tuple[int, int] | None:
        """Return where the first of `phrases`, in their order, stands at or behind `start`."""
        folded = self._letters[0]
        for phrase in phrases:
            word, pattern = _pattern(phrase)
            found = pattern.search(folded, self._index(start)) if word in folded else None
            if found:
                return self._place(found.start()), self._place(found.end())
        return None

    def find_all(self, phrases: tuple[str, ...], start: int, stop: int) -> list[tuple[int, int]]:
        """Return every place of any of the phrases within start and stop, in order."""
        folded, begin, end = self._letters[0], self._index(start), self._index(stop)
        places: set[tuple[int, int]] = set()
        for phrase in phrases:
            word, pattern = _pattern(phrase)
            if word in folded:
                places.update(
                    (self._place(found.start()), self._place(found.end()))
                    for found in pattern.finditer(folded, begin, end)
                )
        return sorted(places)

    def labelled(self, labels: tuple[str, ...], start: int, stop: int) -> list[tuple[int, int]]:
        """Return the lines with an @ sign behind a label: begin of line, behind the colon."""
        pattern, lines = _labels(labels), f"\n{self._letters[0]}"
        at, end = self._index(start), self._index(stop) + 1
        places = []
        while (found := pattern.search(lines, at, end)) is not None:
            places.append((self._place(found.start()), self._place(found.end() - 1)))
            # The line end behind a colon may be the one before the next label.
            at = found.end() - lines.startswith("\n", found.end() - 1)
        return places

    @once
    def _letters(self) -> tuple[str, Sequence[int]]:
        return fold_with_places(self._text)

    def _place(self, index: int) -> int:
        places = self._letters[1]
        return places[index] if index < len(places) else self._length

    def _index(self, place: int) -> int:
        places = self._letters[1]
        return place if len(places) == self._length else bisect_left(places, place)


@lru_cache(maxsize=4)
def places_in(text: str) -> Places:
    """Return a text prepared for searching; several dialects look at the same one after another."""
    return Places(text)


@lru_cache(maxsize=2000)
def _pattern(phrase: str) -> tuple[str, re.Pattern[str]]:
    """Return the longest word of a phrase, which is looked for first, and the pattern."""
    pattern = re.compile(re.escape(phrase).replace(r"\ ", r"\s+"))
    return max(phrase.split(), key=len, default=""), pattern


@lru_cache(maxsize=200)
def _labels(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a line that begins with a label, from the line end before it."""
    words = "|".join(
        re.escape(label).replace(r"\ ", r"[ \t]+")
        for label in sorted(labels, key=len, reverse=True)
    )
    # To ask for the first letter beforehand halves the time: most lines begin with another.
    first = "".join(sorted({re.escape(label[:1]) for label in labels}))
    return re.compile(
        rf"\n[ \t>*•#|\-]{{0,12}}(?=[{first}])(?:{words})"
        rf"(?:[ \t]*\([^()\n]{{0,40}}\)|[ \t]+(?:is|was|war|est))?"
        rf"[ \t]*[:：=＝][ \t]*(?:\n[ \t]*)?(?=[^\n]*@)"
    )
