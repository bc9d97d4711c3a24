"""Say beforehand what an export will hold: how many addresses go where, and what stays out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bounce_inspector.core.export.guards import Complaints, LeftOut, left_out
from bounce_inspector.core.export.preset_files import Preset
from bounce_inspector.core.ledger import Bucket, Ledger


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many addresses go into the file, into that of the complaints, and how many stay out."""

    written: int = 0
    apart: int = 0
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)


def outlook(ledger: Ledger, ids: Iterable[int], preset: Preset) -> Outlook:
    """Return the counts for a preset, without reading the rows."""
    written = apart = 0
    out: dict[LeftOut, int] = {}
    for (bucket, decision, decided_by), count in ledger.judgements(ids).items():
        why = left_out(
            bucket,
            decision,
            decided_by,
            suppression=preset.suppression,
            complaints=preset.complaints,
        )
        if why:
            out[why] = out.get(why, 0) + count
        elif bucket is Bucket.COMPLAINT and preset.complaints is Complaints.APART:
            apart += count
        else:
            written += count
    return Outlook(written, apart, out)
