"""Write addresses to files in the form a mailing system takes, with guards against wrong removals.

A preset (resources/exports/*.toml) names the columns; `rows` brings what they are filled with;
`write` puts them into a file that appears whole or not at all.
"""

from bounce_inspector.core.export.export_rows import ExportRow, marked_ids, proposed_ids, rows
from bounce_inspector.core.export.guards import Complaints, LeftOut
from bounce_inspector.core.export.outlook import Outlook, outlook
from bounce_inspector.core.export.preset_files import DEFAULT, Column, Preset, presets, worded
from bounce_inspector.core.export.reasons import ReasonWords, load_reason_words
from bounce_inspector.core.export.table import header, preview
from bounce_inspector.core.export.writing import Written, write

__all__ = [
    "DEFAULT",
    "Column",
    "Complaints",
    "ExportRow",
    "LeftOut",
    "Outlook",
    "Preset",
    "ReasonWords",
    "Written",
    "header",
    "load_reason_words",
    "marked_ids",
    "outlook",
    "presets",
    "preview",
    "proposed_ids",
    "rows",
    "worded",
    "write",
]
