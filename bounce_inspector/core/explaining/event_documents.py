"""Find the JSON documents in a pasted text: one, several below each other, or behind a log's words.

Envelopes are opened: the Message of Amazon SNS, the event-data of Mailgun, the msys of SparkPost.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_LONGEST = 1_000_000
_ENVELOPES = ("event-data", "msys", "message_event")


def documents_in(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield each JSON object that stands for itself in `text`; arrays are gone through."""
    if len(text) > _LONGEST or "{" not in text:
        return
    whole = _parse(text)
    parsed = [whole] if whole is not None else [_parse_end(line) for line in text.splitlines()]
    for found in parsed:
        for each in found if isinstance(found, list) else [found]:
            if isinstance(each, dict):
                yield _opened(each)


def text_of(document: Mapping[str, Any], path: str) -> str:
    """Return what stands under keys joined by dots; "" where nothing or no single value does."""
    value: Any = document
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _parse_end(line: str) -> object:
    """Return the document at the end of a line of a log."""
    start = line.find("{")
    return _parse(line[start:]) if start >= 0 else None


def _opened(document: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = document.get("Message")
    if isinstance(inner, str) and inner.lstrip().startswith("{"):
        said = _parse(inner)
        return said if isinstance(said, dict) else document
    for name in _ENVELOPES:
        inside = document.get(name)
        if isinstance(inside, dict):
            document = inside
    return document
