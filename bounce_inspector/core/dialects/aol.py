"""AOL where the reader blocks the writer: names come without their domain.

Your mail to the following recipients could not be delivered because they are not accepting
mail from sender@example.org:

screenname
"""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.model import Evidence
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report, first_of

NAME = "aol"
SIGNS = ("your mail to the following recipients could not",)
_BLOCKED = re.compile(
    r"(?i)not\s+accepting\s+mail\s+from\s+[^\s:]{3,320}?:?\s*\n+((?:[ \t]*\S{1,80}[ \t]*\n)+)"
)
_OPENING = re.compile(r"(?i)your\s+mail\s+to\s+the\s+following\s+recipients\s+could\s+not")


def read(message: Message) -> Report | None:
    """Return the readers that block the writer."""
    for passage in message.passages:
        opening = _OPENING.search(passage.text, 0, passage.stop)
        found = (
            _BLOCKED.search(passage.text[: passage.stop] + "\n", opening.end()) if opening else None
        )
        if opening is None or found is None:
            continue
        failures = []
        names, unread = first_of(found[1].split())
        for name in names:
            address = clean(name) or f"{name}@aol.com"
            block = Block(address, opening.start(), opening.start(), found.start(1))
            failure = failure_from(block, passage.text, passage.part)
            span = Evidence(passage.part, opening.start(), found.start(1))
            failures.append(failure._replace(remote_host=None, remote_ip=None, span=span))
        return Report(NAME, tuple(failures), unread=unread)
    return None
