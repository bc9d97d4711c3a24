"""How servers word a bounce: one module each, tried in the order of this table.

A dialect is a module with ``NAME`` and ``read(message) -> Report | None``; None means "not mine".
"""

from collections.abc import Callable

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

Reader = Callable[[Message], Report | None]

# Reports made for machines: their form alone says what they are.
FORMAL: tuple[tuple[str, Reader], ...] = (
    (arf.NAME, arf.read),
    (mdn.NAME, mdn.read),
    (challenge.NAME, challenge.read),
    (ses.NAME, ses.read),
    (rfc3464.NAME, rfc3464.read),
)

# Reports in running text: read only where a mail system speaks.
WORDED: tuple[tuple[str, Reader], ...] = (
    (sendmail.NAME, sendmail.read),
    (aol.NAME, aol.read),
    (postfix.NAME, postfix.read),
    (qsbmf.NAME, qsbmf.read),
    (exim_pipe.NAME, exim_pipe.read),
    (exchange_ndr.NAME, exchange_ndr.read),
    (exchange_x400.NAME, exchange_x400.read),
    (ezweb.NAME, ezweb.read),
    (groupwise.NAME, groupwise.read),
    (haraka.NAME, haraka.read),
    (imail.NAME, imail.read),
    (lmail.NAME, lmail.read),
    (lotus_notes.NAME, lotus_notes.read),
    (mdaemon.NAME, mdaemon.read),
    (reason_first.NAME, reason_first.read),
    (seznam.NAME, seznam.read),
    (texts.NAME, texts.read),
    (dialogue.NAME, dialogue.read),
    (general.NAME, general.read),
)

# Not about a delivery at all; asked last, because bounces carry the same headers.
ANSWERS: tuple[tuple[str, Reader], ...] = ((auto_reply.NAME, auto_reply.read),)
