"""The fields that servers and programs for newsletters write over a message that comes back.

A sample shows the few fields that matter; in real mail some twenty more stand there, and a reader
has to go over them.
"""

import base64
import random
from datetime import UTC, datetime, timedelta
from string import ascii_uppercase, digits

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 365 * 24 * 60 * 60  # s
QUEUE_ID = ascii_uppercase[:6] + digits
FIELDS = """\
Received: from {sender} ({sender} [{ip}])
\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)
\t(No client certificate requested)
\tby {relay} (Postfix) with ESMTPS id {queue};
\t{date} (UTC)
Received: by {sender} (Postfix, from userid 1001)
\tid {inner}; {date} (UTC)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain};
\ts=mail2026; t={seconds};
\th=From:To:Subject:Date:List-Unsubscribe:List-Unsubscribe-Post:List-Id:Message-ID;
\tbh={hash};
\tb={signature}
List-Unsubscribe: <mailto:leave+{queue}@{domain}>,
\t<https://{domain}/leave/{inner}>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Feedback-ID: {campaign}:{inner}:news:{domain}
X-Campaign-ID: {campaign}
Precedence: bulk
Auto-Submitted: auto-generated
"""


def returned_fields(dice: random.Random) -> bytes:
    """Return the fields over one newsletter; no two newsletters have the same."""
    when = EARLIEST + timedelta(seconds=dice.randrange(YEAR))
    domain = f"news{dice.randrange(40)}.example.org"
    filled = FIELDS.format(
        sender=f"out{dice.randrange(9)}.{domain}",
        relay=f"relay{dice.randrange(9)}.example.org",
        ip=f"192.0.2.{dice.randrange(256)}",
        queue=queue_id(dice),
        inner=queue_id(dice),
        date=f"{when:%a, %d %b %Y %H:%M:%S} +0000",
        seconds=int(when.timestamp()),
        domain=domain,
        campaign=dice.randrange(10_000, 99_999),
        hash=letters(dice, 32),
        signature="\n\t ".join(letters(dice, 48) for _ in range(4)),
    )
    return filled.encode()


def queue_id(dice: random.Random) -> str:
    """Return a name as Postfix gives it to a message in its queue."""
    return "".join(dice.choices(QUEUE_ID, k=10))


def letters(dice: random.Random, size: int) -> str:
    """Return `size` bytes of chance in Base64."""
    return base64.b64encode(dice.randbytes(size)).decode()
