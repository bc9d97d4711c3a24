"""An entry of the code book as plain text and as a JSON-ready record."""

from bounce_inspector.core.explaining.codebook import Entry
from bounce_inspector.core.explaining.explanation_text import Section, plain


def to_text(entry: Entry) -> str:
    """Return plain text, wrapped, ending in a line feed."""
    content = (
        Section(each.heading, each.texts)
        if len(each.texts) == 1
        else Section(each.heading, items=each.texts)
        for each in entry.paragraphs
    )
    return plain(": ".join(filter(None, (", ".join(entry.codes), entry.title))), content)


def to_record(entry: Entry) -> dict[str, object]:
    """Return all fields, ready for JSON."""
    return {
        "id": entry.id,
        "label": entry.label,
        "title": entry.title,
        "codes": list(entry.codes),
        "paragraphs": [
            {"heading": each.heading, "texts": list(each.texts)} for each in entry.paragraphs
        ],
    }
