"""Read the text of a report that was pasted without its header: all of its recipients."""

from bounce_inspector.core.classifying.rulebook import Rulebook
from bounce_inspector.core.dialects import general
from bounce_inspector.core.model import Inspection, Kind, RawMessage
from bounce_inspector.core.pipeline import inspect

# A mail system speaks: that much is known of what a person pastes here.
_HEADER = (
    b"From: MAILER-DAEMON\nSubject: Undelivered Mail Returned to Sender\n"
    b"Content-Type: text/plain; charset=utf-8\n\n"
)
_LONGEST = 200_000


def report_in(text: str, rulebook: Rulebook) -> Inspection | None:
    """Return what `text` reports if it is in the form of a known mail system, else None."""
    if "\n" not in text.strip() or len(text) > _LONGEST:
        return None
    inspection = inspect(RawMessage(_HEADER + text.encode("utf-8", "replace")), rulebook=rulebook)
    if inspection.kind not in {Kind.BOUNCE, Kind.DELAY} or inspection.dialect == general.NAME:
        return None
    told = [finding.failure for finding in inspection.findings]
    return inspection if told and all(each.recipient for each in told) else None
