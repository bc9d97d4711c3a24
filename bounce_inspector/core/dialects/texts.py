"""The servers of resources/dialects/texts.toml: known wording, simple layout."""

from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report
from bounce_inspector.core.wording.text_dialects import load_text_dialects
from bounce_inspector.core.wording.text_reader import by_row
from bounce_inspector.core.wording.voice import openings_in

NAME = "texts"


def read(message: Message) -> Report | None:
    """Return the report of the first row that recognises the words and names somebody."""
    table = load_text_dialects()
    named = ""
    for passage in message.passages:
        opened = openings_in(message.heard_in(passage))
        for row in table.fitting(opened, message.headers):
            named = named or row.name
            found = by_row(passage, row)
            if found.failures or row.kind:
                return found.report(row.name, row.kind)
    return Report(named) if named else None
