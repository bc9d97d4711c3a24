"""What the words around a place speak of, for one place or for very many of a text."""

from functools import lru_cache

from bounce_inspector.core.folding import fold
from bounce_inspector.core.smtp import find_codes
from bounce_inspector.core.wording.voice import topics_in

_FEW = 50  # stretches that are read as they are asked for
_STEP = 300  # characters
_OVERLAP = 60  # characters: the wordings are shorter


class Around:
    """The words of a text, asked for stretch by stretch.

    Stretches around the addresses of a long list lie over each other. Behind the first few each
    step of the text is read once, and a stretch is what its steps say, also a little beyond it.
    """

    def __init__(self, text: str) -> None:
        """Take the text; nothing is read yet."""
        self._text = text
        self._asked = 0
        self._topics: dict[int, int] = {}
        self._codes: dict[int, bool] = {}

    def topics(self, begin: int, end: int) -> int:
        """Return the topics (see voice) of text[begin:end]."""
        if self._is_among_the_first():
            return _heard(self._text[begin:end])
        heard = 0
        for step in range(begin // _STEP, max(begin, end - 1) // _STEP + 1):
            if step not in self._topics:
                self._topics[step] = _heard(self._at(step))
            heard |= self._topics[step]
        return heard

    def has_code(self, begin: int, end: int) -> bool:
        """Tell whether a reply code or an enhanced code stands in text[begin:end]."""
        if self._is_among_the_first():
            return _has_code(self._text[begin:end])
        for step in range(begin // _STEP, max(begin, end - 1) // _STEP + 1):
            if step not in self._codes:
                self._codes[step] = _has_code(self._at(step))
            if self._codes[step]:
                return True
        return False

    def _is_among_the_first(self) -> bool:
        self._asked += 1
        return self._asked <= _FEW

    def _at(self, step: int) -> str:
        return self._text[max(0, step * _STEP - _OVERLAP) : (step + 1) * _STEP + _OVERLAP]


# In a short report the words around are the same for each address.
@lru_cache(maxsize=8)
def _heard(words: str) -> int:
    return topics_in(fold(words))


@lru_cache(maxsize=8)
def _has_code(words: str) -> bool:
    return any(find_codes(words))
