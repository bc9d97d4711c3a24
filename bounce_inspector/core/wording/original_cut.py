"""Where a bounce stops speaking and the returned message begins."""

import re
from functools import lru_cache

from bounce_inspector.shipped import read_toml

# All patterns are for text in lower case, and begin with the line end before: a search for one sign
# is quick.
# A run of fields that only a message has; the "To / Subject / Sent" of a summary is none.
_FIELD_RUN = re.compile(
    r"\n(?:return-path|received|dkim-signature|delivered-to|arc-[\w-]+|x-[\w-]+|message-id"
    r"|from|date|mime-version|domainkey-signature|content-type)[ \t]*:[^\n]*\n"
    r"(?:[ \t]+[^\n]*\n|[a-z][\w-]*[ \t]*:[^\n]*(?:\n|\Z)){2,}+"
)
_REAL_HEADER = re.compile(r"\n(?:received|message-id|mime-version|return-path|dkim-signature)\s*:")
_REPORT_FIELD = re.compile(r"\n(?:final-recipient|reporting-mta|action|original-recipient)\s*:")
_REPORT_WORDS = ("recipient", "reporting-mta", "action")  # one stands in each of these fields
_GLANCE, _FIRST_LOOK, _OVERLAP = 1_500, 6_000, 2_000  # characters
# "This is a copy of the message, including all the headers." is the longest seen.
_MAX_WORDS = 8


_Tree = dict[str, "_Tree"]


def find_cut(text: str) -> int:
    """Return the character at which the returned message begins, else the text's length."""
    if len(text) <= 2 * _GLANCE and all(map(_only_speaks, text.split("\n\n"))):
        return len(text)
    # Most reports are short, and what they return may be long: it is looked at only if need be.
    if len(text) > 2 * _GLANCE:
        lines = _lines(text, 0, text.rfind("\n", 0, _GLANCE) + 1)
        end = _marked(lines, text, 0)
        if end < len(lines) - 1:
            return _header_within(lines[: end + 1])
    first = text.rfind("\n", 0, _FIRST_LOOK) + 1 if len(text) > _FIRST_LOOK else len(text)
    cut = _cut_within(text, 0, first)
    if cut < first or first == len(text):
        return cut
    again = text.rfind("\n", 0, max(0, first - _OVERLAP)) + 1
    return _cut_within(text, again, len(text))


# A report has one or two paragraphs of its own; the others stand in all of the same server.
@lru_cache(maxsize=2_000)
def _only_speaks(paragraph: str) -> bool:
    """Tell whether no returned message can begin in a paragraph; its header has no empty line."""
    lines = _lines(paragraph, 0, len(paragraph))
    return _marker().search(lines) is None and _REAL_HEADER.search(lines) is None


def _cut_within(text: str, start: int, stop: int) -> int:
    """Return where the returned message begins between the line at `start` and `stop`."""
    lines = _lines(text, start, stop)
    return start + _header_within(lines[: _marked(lines, text, start) + 1])


def _lines(text: str, start: int, stop: int) -> str:
    """Return a stretch in lower case with a line end in front.

    So the line end before a line stands where the line stands in the text.
    """
    return "\n" + text[start:stop].replace("\u0130", "i").lower()  # the one letter that grows


def _marked(lines: str, text: str, start: int) -> int:
    """Return where the marker line begins among the lines (the text from `start`), else the end."""
    marker = _marker()
    found = marker.search(lines)
    while found is not None:
        if _introduces_original(text, start + found.end() - 1):
            return found.start()
        found = marker.search(lines, found.end())
    return len(lines) - 1


def _header_within(lines: str) -> int:
    """Return where the first header of a message begins, else the end."""
    real = _REAL_HEADER.search(lines)
    if real is None:
        return len(lines) - 1
    # No header reaches across an empty line.
    begin = lines.rfind("\n\n", 0, real.start() + 1) + 1
    for run in _FIELD_RUN.finditer(lines, begin):
        if _REAL_HEADER.search(run[0]) and not _REPORT_FIELD.search(run[0]):
            return run.start()
    return len(lines) - 1


def _introduces_original(text: str, end: int) -> bool:
    """Tell whether what follows a marker is no longer the report itself.

    Mail systems put their marker on a line of its own; the same words inside a sentence, followed
    by a report, do not end it.
    """
    line_end = text.find("\n", end)
    rest_of_line = text[end : line_end if line_end >= 0 else len(text)]
    if len(rest_of_line.split()) > _MAX_WORDS:
        return False
    following = text[end : end + 1500].partition("\n\n\n")[0][:700].lower()
    if not any(map(following.__contains__, _REPORT_WORDS)):
        return True
    return not _REPORT_FIELD.search(f"\n{following}")


@lru_cache(maxsize=1)
def _marker() -> re.Pattern[str]:
    """Return the pattern of a marker line in lower case, from the line end before it.

    What names an address is a sentence.
    """
    tree: _Tree = {}
    for phrase in read_toml("dialects", "original.toml")["phrases"]:
        branch = tree
        for letter in phrase.lower():
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    # To ask for the first letter beforehand halves the time: most lines begin with another.
    begin = rf"\n[ \t\-=*#|>_~+:]{{0,90}}+(?=[{''.join(tree)}])"
    return re.compile(rf"{begin}{_as_pattern(tree)}(?![^\n]*@)")


def _as_pattern(tree: _Tree) -> str:
    """Return a pattern for the phrases of a tree of letters; the longest that fits is taken."""
    choices = [
        (r"[ \t]+" if letter == " " else re.escape(letter)) + _as_pattern(branch)
        for letter, branch in tree.items()
        if letter
    ]
    if not choices:
        return ""
    if len(choices) == 1 and "" not in tree:
        return choices[0]
    return f"(?:{'|'.join(choices)}){'?' if '' in tree else ''}"
