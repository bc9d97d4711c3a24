"""How servers word a bounce: one module each, tried in the order of this table.

A dialect is a module with ``NAME`` and ``read(message) -> Report | None``; None means "not mine".
One in words may have ``SIGNS``: folded phrases of which one stands in all that it can read.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bounce_inspector.core.dialects import (
    aol,
    arf,
    auto_reply,
    challenge,
    dialogue,
    exchange_ndr,
    exchange_x400,
    exim_pipe,
    ezweb,
    general,
    groupwise,
    haraka,
    imail,
    lmail,
    lotus_notes,
    mdaemon,
    mdn,
    postfix,
    qsbmf,
    reason_first,
    rfc3464,
    sendmail,
    ses,
    seznam,
    texts,
)
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report


class Dialect(NamedTuple):
    """One way of wording a report. Without one of its `signs` in the words it is not asked."""

    name: str
    read: Callable[[Message], Report | None]
    signs: tuple[str, ...] = ()


def fitting(dialects: Iterable[Dialect], message: Message) -> Iterator[Dialect]:
    """Yield the dialects of which a sign stands in the words, and those without signs."""
    folded = message.folded_words
    for dialect in dialects:
        if not dialect.signs:
            yield dialect
            continue
        for sign in dialect.signs:
            if sign in folded:
                yield dialect
                break


# Reports made for machines: their form alone says what they are.
FORMAL = (
    Dialect(arf.NAME, arf.read),
    Dialect(mdn.NAME, mdn.read),
    Dialect(challenge.NAME, challenge.read),
    Dialect(ses.NAME, ses.read),
    Dialect(rfc3464.NAME, rfc3464.read),
)

SENDMAIL = Dialect(sendmail.NAME, sendmail.read, sendmail.SIGNS)
MDAEMON = Dialect(mdaemon.NAME, mdaemon.read, mdaemon.SIGNS)
TEXTS = Dialect(texts.NAME, texts.read)
DIALOGUE = Dialect(dialogue.NAME, dialogue.read, dialogue.SIGNS)
GENERAL = Dialect(general.NAME, general.read)

# Reports in running text: read only where a mail system speaks.
WORDED = (
    SENDMAIL,
    Dialect(aol.NAME, aol.read, aol.SIGNS),
    Dialect(postfix.NAME, postfix.read, postfix.SIGNS),
    Dialect(qsbmf.NAME, qsbmf.read, qsbmf.SIGNS),
    Dialect(exim_pipe.NAME, exim_pipe.read, exim_pipe.SIGNS),
    Dialect(exchange_ndr.NAME, exchange_ndr.read, exchange_ndr.SIGNS),
    Dialect(exchange_x400.NAME, exchange_x400.read, exchange_x400.SIGNS),
    Dialect(ezweb.NAME, ezweb.read, ezweb.SIGNS),
    Dialect(groupwise.NAME, groupwise.read, groupwise.SIGNS),
    Dialect(haraka.NAME, haraka.read, haraka.SIGNS),
    Dialect(imail.NAME, imail.read, imail.SIGNS),
    Dialect(lmail.NAME, lmail.read, lmail.SIGNS),
    Dialect(lotus_notes.NAME, lotus_notes.read, lotus_notes.SIGNS),
    MDAEMON,
    Dialect(reason_first.NAME, reason_first.read),
    Dialect(seznam.NAME, seznam.read, seznam.SIGNS),
    TEXTS,
    DIALOGUE,
    GENERAL,
)

# Not about a delivery at all; asked last, because bounces carry the same headers.
ANSWERS = (Dialect(auto_reply.NAME, auto_reply.read),)
