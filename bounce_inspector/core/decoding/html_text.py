"""HTML to plain text, good enough to read what a bounce says. Nothing is fetched or run."""

import html
import re

_DROPPED = re.compile(r"<(script|style|head|title)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(
    r"</?(?=[bcdhloptu])"  # nine of ten beginnings are none
    r"(?:p|div|tr|table|ul|ol|li|h[1-6]|br|hr|blockquote|pre|center|dl|dt|dd)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!?][^<>@]{0,2000}>")
_LINES = re.compile(r"\n\s*\n+")
_MAX = 400_000


def flatten(text: str) -> str:
    """Return the readable text of an HTML part. An `<address@in.brackets>` is kept."""
    text = text[:_MAX]
    if "<!--" in text:
        text = _COMMENT.sub(" ", text)
    if "</" in text:
        text = _DROPPED.sub(" ", text)
    text = text.replace("\n", " ")
    text = _BREAK.sub("\n", text)
    text = _CELL.sub(" ", text)
    text = _TAG.sub("", text)
    text = html.unescape(text).replace("\xa0", " ")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return _LINES.sub("\n\n", "\n".join(lines)).strip()
