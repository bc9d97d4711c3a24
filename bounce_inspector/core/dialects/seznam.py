"""Seznam.cz: the same words in Czech and in English, the reason below a ruler.

Vaše zpráva pro <anna@example.com> ze dne 19.11.2013 nemohla být doručena.

You message for <anna@example.com> from 2013/11/19 could not be delivered.

Důvod / Reason:
---------------

5.1.1 szn; User hasn't got the service mapped
"""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report

NAME = "seznam"
SIGNS = ("reason",)
_ADDRESS = re.compile(r"(?i)\byour?\s+message\s+for\s+<?([^\s<>]{3,320})>?")
_REASON = re.compile(r"(?im)^[ \t]*důvod[ \t]*/[ \t]*reason:?[ \t]*\n(?:[ \t]*-{3,}[ \t]*\n)?")


def read(message: Message) -> Report | None:
    """Return the address of the English sentence with all that stands below the ruler."""
    for passage in message.passages:
        reason = _REASON.search(passage.text, 0, passage.stop)
        named = _ADDRESS.search(passage.text, 0, reason.start()) if reason else None
        address = clean(named[1]) if named else None
        if named is None or reason is None or address is None:
            continue
        block = Block(address, named.start(1), reason.end(), passage.stop)
        return Report(NAME, (failure_from(block, passage.text, passage.part),))
    return None
