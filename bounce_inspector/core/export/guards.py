"""Keep addresses out of files in which they would do harm."""

from enum import StrEnum

from bounce_inspector.core.ledger import Bucket, Decider, Decision


class Complaints(StrEnum):
    """Where a preset puts people who reported the mail as spam."""

    WITH = "with"
    APART = "apart"
    NEVER = "never"
    ONLY = "only"


class LeftOut(StrEnum):
    """Why an address does not go into a file."""

    NOT_DEAD = "not-dead"
    COMPLAINT = "complaint"
    NO_COMPLAINT = "no-complaint"


def left_out(
    bucket: Bucket,
    decision: Decision | None,
    decided_by: Decider | None,
    *,
    suppression: bool,
    complaints: Complaints,
) -> LeftOut | None:
    """Return why an address stays out of a file, None where it may go in.

    A suppression list blocks for good. So only what is dead goes in, and what a person marked for
    removal: never what a rule alone marked although it was soft or the sender's own fault.
    """
    is_complaint = bucket is Bucket.COMPLAINT
    if is_complaint and complaints is Complaints.NEVER:
        return LeftOut.COMPLAINT
    if not is_complaint and complaints is Complaints.ONLY:
        return LeftOut.NO_COMPLAINT
    marked_by_person = decision is Decision.REMOVE and decided_by is Decider.PERSON
    if suppression and not marked_by_person and bucket not in {Bucket.REMOVE, Bucket.COMPLAINT}:
        return LeftOut.NOT_DEAD
    return None
