"""Bring text to the one form in which phrases meet it: one line, one case, plain letters.

Rules are folded when they are loaded and diagnostics when they are judged, by the same function, so
that "Boîte  pleine" in a reply and "boite pleine" in a rule are the same string.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Letters that look accented but have no decomposition, and signs with a plain twin.
_TWINS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "ё": "е", "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "`": "'", "“": '"', "”": '"',
    "„": '"', "‟": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
    "−": "-",
}  # fmt: skip
_LATIN = (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00))
_COMBINING = range(0x0300, 0x0370)
# Soft hyphen, zero-width blanks and joiners, direction marks, byte-order mark: nobody reads them.
_UNSEEN = (0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)

# What must not stand before the code is asked behind its hyphen or first digit: a search for one
# sign is quick.
_FIRST_CODE = re.compile(r"[245](?<![\w.\-][245])\d\d[- ](?!\d\d)")
_BEHIND_FIRST_CODE = re.compile(r"[- ](?<=[245]\d\d[- ])(?<![\w.\-][245]\d\d[- ])(?!\d\d)")
_HYPHENATED = re.compile(r"-(?<=[245]\d\d-)(?<![\w.\-][245]\d\d-)(?!\d\d)")
# Chinese and Japanese are written without blanks: one between their letters is a line end.
_WRAPPED = re.compile(r" (?<=[\u3040-\u30ff\u3400-\u9fff] )(?=[\u3040-\u30ff\u3400-\u9fff])")
# Anything but letters that fold to one letter each and do not join the letter before: of such text
# every letter keeps its place.
_UNEVEN = re.compile(
    "[^\x00-\xac\xae-\xbb\xbf-\xc5\xc7-\xdd\xe0-\xe5\xe7-\xfd\xff-\u0131\u0150-\u0151\u0154-\u017f"
    "\u0391-\u03a9\u03ac-\u03ce\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
    "\u1ea0-\u1ef9\u2010-\u2024\u2030-\u2032\u3000-\u3029\u3041-\u3096\u30a0-\u30fe\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9d]"
)
_SHORT = 80  # characters of a text that is quickly put on one line
_USUAL = 400  # characters of a text that is remembered
_WHOLE = 5_000  # characters of a text from which on no paragraph is remembered
_OTHER_BLANKS = "\n\t\r\x0b\x0c\x1c\x1d\x1e\x1f"  # of ASCII, what `split` takes for one
# Marks over and under one letter: Unicode takes 30 for the most that any language needs (UAX #15).
# To put them in their order takes the square of their number.
_MOST_MARKS = 30
_MANY = 100  # letters from which on a pile of marks costs something
# Neither marks nor letters that stand for words are among these: most texts have nothing else.
_RARE = re.compile(
    "[^\x00-\u02ff\u0370-\u0482\u0488-\u0590\u1e00-\u2056\u2058-\u20cf\u20f1-\u2151\u2189-\u247c"
    "\u2488-\u2a0b\u2a0d-\u2cee\u2e00-\u3029\u3030-\u3098\u309b-\u321c\u321f-\u32ff\u3400-\ua66e"
    "\uac00-\ufb1d\ufb1f-\ufdef\ufe30-\uffff]"
)
_RUN = re.compile(f"[^\x00-\u02ff]{{{_MOST_MARKS}}}")  # a plain search first: few words are long
_LONG = 10_000  # letters of a text in which no letter may become a word
_FEW = 50  # letters that are exchanged one after the other, each in a pass of its own


def _plain_letters() -> dict[str, str]:
    """Return the lower-case letters that become others, each with what it becomes."""
    table = dict.fromkeys(map(chr, (*_COMBINING, *_UNSEEN)), "")
    for letter in map(chr, _LATIN):
        parts = unicodedata.normalize("NFKD", letter)
        plain = "".join(part for part in parts if not unicodedata.combining(part))
        table[letter] = "".join(_TWINS.get(part, part) for part in plain)
    table.update(_TWINS)
    return {letter: plain for letter, plain in table.items() if letter != plain}


_PLAIN = _plain_letters()
_CHANGING = re.compile(f"[{''.join(_PLAIN)}]")
_BY_CODE = str.maketrans(_PLAIN)


def on_one_line(text: str) -> str:
    """Return `text` with one blank between its words and none around them."""
    if len(text) <= _SHORT:
        return " ".join(text.split())
    if text.isascii() and _is_on_one_line(text):
        return text.strip(" ")
    if "\n\n" not in text or len(text) > _WHOLE:
        return " ".join(text.split())
    return " ".join(filter(None, map(_remembered_line, text.split("\n\n"))))


# A report has one or two paragraphs of its own; the others stand in all of the same server.
@lru_cache(maxsize=2_000)
def _remembered_line(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _is_on_one_line(text: str) -> bool:
    """Tell whether no blanks stand together and none is another than the usual one.

    Much is put on one line more than once. To ask takes a fifth of doing it again.
    """
    for blank in _OTHER_BLANKS:
        if blank in text:
            return False
    return "  " not in text


def fold(text: str) -> str:
    """Return `text` on one line, lower case, Latin letters without accents, quotes straight.

    The reply code that starts each further line of a multi-line reply (RFC 5321 section 4.2.1)
    goes, also where another program joined the lines before: ``550-5.1.1 No 550 5.1.1 such user``
    becomes ``550 5.1.1 no such user``. Time is linear in the text.
    """
    return _fold(text) if text.isascii() or len(text) > _USUAL else _fold_again(text)


def _fold(text: str) -> str:
    code = _find_repeated_code(text)
    if code >= 0:
        text = _join(text, code)
    if text.isascii():
        return on_one_line(text.lower())
    return _WRAPPED.sub("", " ".join(fold_letters(text).split()))


# To fold other letters takes long, and a reply is folded for its phrases and for their places.
_fold_again = lru_cache(maxsize=2_000)(_fold)


def without_addresses(folded: str) -> str:
    """Return folded text without the words that are addresses: "user <a@b.example> unknown".

    An address that hangs on another word, as in ``from:<a@b.example>``, stays with it.
    """
    return " ".join(word for word in folded.split() if "@" not in word or _is_compound(word))


def _is_compound(word: str) -> bool:
    return ":" in word[:-1] or "=" in word


def fold_letters(text: str) -> str:
    """Return `text` with every letter folded and its white space left alone."""
    if len(text) <= _USUAL:
        return _remembered_letters(text)
    return (_in_plain_letters if len(text) <= _WHOLE else _long_letters)(text)


def _in_plain_letters(text: str) -> str:
    if len(text) > _MANY and _RARE.search(text) is not None:
        text = _without_excess(text)
    low = unicodedata.normalize("NFKC", text).casefold()
    # Few letters change, and few of them are different: this takes a third of `translate`.
    found = _CHANGING.search(low)
    for _ in range(_FEW):
        if found is None:
            return low
        low = low.replace(found[0], _PLAIN[found[0]])
        found = _CHANGING.search(low, found.start())
    return low.translate(_BY_CODE)


_remembered_letters = lru_cache(maxsize=2_000)(_in_plain_letters)
_long_letters = lru_cache(maxsize=2)(_in_plain_letters)


def _without_excess(text: str) -> str:
    """Return the text without what makes it long to fold: piles of marks, words in a letter."""
    if _RUN.search(text) is not None:
        text = _piles().sub(r"\1", text)
    return _words_in_a_letter().sub("", text) if len(text) > _LONG else text


@lru_cache(maxsize=1)
def _piles() -> re.Pattern[str]:
    """Return the pattern of more marks on one letter than are looked at."""
    marks = "".join(filter(unicodedata.combining, map(chr, range(0x0300, 0x10000))))
    # Rare scripts have theirs behind these; a list of single ones there takes four times as long.
    mark = f"[{marks}\U00010000-\U0001ffff]"
    return re.compile(f"({mark}{mark}{{{_MOST_MARKS - 1}}}){mark}++")


@lru_cache(maxsize=1)
def _words_in_a_letter() -> re.Pattern[str]:
    """Return the pattern of letters that stand for a word, up to 18 letters: no phrase has them."""
    letters = map(chr, range(0x2000, 0x10000))
    return re.compile(
        f"[{''.join(x for x in letters if len(unicodedata.normalize('NFKC', x)) > 3)}]"
    )


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the letters of `text` folded one by one, and for each the place it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    if _UNEVEN.search(text) is None:
        return fold_letters(text), range(len(text))
    letters = [_LETTERS[letter] for letter in text]
    if all(len(each) == 1 for each in set(letters)):
        return "".join(letters), range(len(text))
    places: list[int] = []
    for place, folded in enumerate(letters):
        places.extend([place] * len(folded))
    return "".join(letters), places


class _Letters(dict[str, str]):
    """Folded letters by letter: folding one costs a hundred times looking it up."""

    def __missing__(self, letter: str) -> str:
        folded = _in_plain_letters(letter)
        self[letter] = folded
        return folded


_LETTERS = _Letters()


def _find_repeated_code(text: str) -> int:
    """Return where the first code of a multi-line reply stands, -1 where there is none."""
    if not ("5" in text or "4" in text or "2" in text):
        return -1
    found = _HYPHENATED.search(text)
    if found is not None:
        return found.start() - 3
    if "\n" not in text:
        return -1
    if len(text) <= _WHOLE:
        found = _FIRST_CODE.search(text)
        place = found.start() if found is not None else -1
    else:  # a list of many numbers
        found = _BEHIND_FIRST_CODE.search(text)
        place = found.start() - 3 if found is not None else -1
    return place if place >= 0 and text.find(text[place : place + 3], place + 4) >= 0 else -1


def _join(text: str, place: int) -> str:
    """Drop the repetitions of the code at `place`, with their hyphens and enhanced codes."""
    behind = place + 3
    rest = _repetition(text[place:behind]).sub("", text[behind:])
    return f"{text[:behind]} {rest[1:]}"


@lru_cache(maxsize=500)
def _repetition(code: str) -> re.Pattern[str]:
    """Return the pattern of a code that begins a further line, with what goes with it."""
    status = rf"[245]\.(?!{code})\d{{1,3}}\.(?!{code})\d{{1,3}}\s"
    return re.compile(rf"{code}(?<![\w.\-]{code})(?:[- ](?:{status})?\s*|(?=\n?(?:{code}|\Z)))")
