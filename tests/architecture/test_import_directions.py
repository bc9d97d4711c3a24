import subprocess
import sys

import pytest

from tests.architecture.source_tree import (
    ROOT,
    imports,
    module_name,
    place,
    python_files,
    starts_with,
)

# The stages of the core in the order in which a message meets them. A module imports from its own
# row and from those above. Packages are named by their folder.
STAGES = (
    # values
    ("problems", "model", "formulas", "messages"),
    # reading one message
    (
        *("charsets", "encoded_words", "headers", "parameters", "part_heads", "roles"),
        *("mime", "html_text", "text", "folding", "address", "code_patterns", "smtp", "dates"),
        *("original_cut", "message", "returned", "report", "address_blocks", "phrase_places"),
        "part_types",
        "around",
        *("voice", "machine", "status_report", "text_dialects", "text_reader", "verp", "once"),
    ),
    ("dialects",),
    ("completion", "reading", "enclosed", "ours"),
    # judging what it says
    (
        "rules",
        "rule_files",
        "rulebook",
        "matching",
        "providers",
        "evidence",
        "classify",
        "verdicts",
    ),
    ("pipeline",),
    # many messages
    ("sources",),
    ("processes", "batches"),
    # saying it
    ("record", "details", "markdown"),
    ("knowledge_facts", "knowledge_facts_files", "knowledge_words", "knowledge"),
    ("explanation", "reply_values", "provider_notes", "code_apart"),
    ("explanation_case", "explanation_parts", "contradictions", "explain"),
    (
        *("pasted_failure", "pasted_codes", "pasted_logs", "pasted_tables", "pasted_replies"),
        *("event_documents", "ses_events", "service_events", "pasted_events", "pasted_reports"),
        *("explain_code", "explain_text"),
    ),
    ("explanation_text", "codebook_entries", "codebook_chapters", "codebook", "codebook_text"),
    # deciding and keeping
    ("policy", "incidents"),
    ("ledger",),
    ("export", "subscriber_list", "audience", "letter_files", "letters", "answer_language"),
)
# Packages that only sort modules: each module in them is a stage of its own.
SHELVES = {"decoding", "wording", "classifying", "explaining"}
RANK = {name: rank for rank, row in enumerate(STAGES) for name in row}
CORE = "bounce_inspector.core"
NETWORK = (
    *("socket", "ssl", "urllib.request", "http", "ftplib", "smtplib", "imaplib", "poplib"),
    *("asyncio", "requests", "aiohttp", "xmlrpc", "socketserver", "webbrowser", "telnetlib"),
)


def breaches(below, forbidden):
    """List the imports under a folder for which `forbidden(importer, imported)` holds."""
    return [
        f"{place(path, line)} imports {name}"
        for path in python_files("bounce_inspector", *below)
        for line, name in imports(path)
        if forbidden(module_name(path), name)
    ]


def stage(module):
    """Name the stage of a core module: the module or package that stands in the table."""
    first, _, rest = module.removeprefix(CORE).lstrip(".").partition(".")
    return rest if first in SHELVES else first


def test_core_does_not_know_the_window_or_the_command_line():
    found = breaches(
        ["core"],
        lambda _, name: starts_with(
            name, "PySide6", "shiboken6", "bounce_inspector.gui", "bounce_inspector.cli"
        ),
    )

    assert not found, (
        "core must not import Qt or a front end: the command line would need a display"
    )


def test_core_opens_no_network_connection():
    found = breaches(["core"], lambda _, name: starts_with(name, *NETWORK))

    assert not found, "the program promises to work offline: nothing leaves the machine"


def test_the_command_line_does_not_know_the_window():
    paths = [path for path in python_files("bounce_inspector") if path.stem == "cli"]
    paths += python_files("bounce_inspector", "cli")
    found = [
        f"{place(path, line)} imports {name}"
        for path in paths
        for line, name in imports(path)
        if starts_with(name, "PySide6", "bounce_inspector.gui")
    ]

    assert not found, "the command line must start on a server: without Qt, in under 0.3 s"


def test_every_core_module_stands_in_the_table_of_stages():
    known = {stage(module_name(path)) for path in python_files("bounce_inspector", "core")}
    unplaced = sorted(known - RANK.keys() - {""})

    assert not unplaced, "say where in the order of the stages they stand: STAGES in this file"


def test_stages_import_only_what_stands_before_them():
    def looks_ahead(importer, imported):
        mine, other = stage(importer), stage(imported)
        if not starts_with(imported, CORE) or not mine or mine not in RANK or other not in RANK:
            return False
        return RANK[other] > RANK[mine]

    found = breaches(["core"], looks_ahead)

    assert not found, "a stage that looks ahead makes a circle: move what both need up"


def test_dialects_do_not_know_each_other():
    found = breaches(
        ["core", "dialects"],
        lambda importer, name: (
            importer != f"{CORE}.dialects" and starts_with(name, f"{CORE}.dialects")
        ),
    )

    assert not found, "a dialect that leans on another falls with it: move what both need to core"


def test_sources_know_only_the_values():
    allowed = (f"{CORE}.model", f"{CORE}.problems", f"{CORE}.sources")
    found = breaches(
        ["core", "sources"],
        lambda _, name: starts_with(name, "bounce_inspector") and not starts_with(name, *allowed),
    )

    assert not found, "sources bring bytes; what the bytes mean is for the stages after them"


@pytest.mark.parametrize("room", ["views", "dialogs"])
def test_views_and_dialogs_do_not_know_each_other_or_the_main_window(room):
    gui = "bounce_inspector.gui"
    others = {"views": f"{gui}.dialogs", "dialogs": f"{gui}.views"}[room]
    found = breaches(["gui", room], lambda _, name: starts_with(name, others, f"{gui}.main_window"))

    assert not found, "what connects them belongs into main_window, in one visible place"


def test_qt_charts_stay_out():
    found = breaches([], lambda _, name: starts_with(name, "PySide6.QtCharts", "PySide6.QtGraphs"))

    assert not found, "GPL, and not part of the Essentials: charts are painted"


def test_gpl_packages_stay_out_of_the_core_install():
    found = breaches([], lambda _, name: starts_with(name, "extract_msg"))

    assert not found, "extract-msg is GPL-3: only mail-parser may load it, from the extra 'msg'"


def test_the_command_line_loads_no_qt():
    code = (
        "import sys, bounce_inspector.cli\n"
        "print(*[name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "", "importing the command line must not load Qt"
