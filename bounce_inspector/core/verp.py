"""Addresses wrapped into others: VERP, BATV and SRS.

VERP puts the recipient into the envelope sender, so that the To of a bounce names who failed
(cr.yp.to/proto/verp.txt): ``list-bounces+anna=example.com@lists.example.org``,
``news-return-118-anna=example.com@example.org``. BATV signs the sender
(draft-levine-smtp-batv): ``prvs=tag=local@domain``. SRS rewrites it when mail is forwarded
(libsrs2, openspf.org/SRS): ``SRS0=hash=time=domain=local@forwarder``.
"""

import re

_BATV = re.compile(r"(?i)^(?:prvs|btv\d?)=+[0-9a-f]{6,12}=(?=.)")
_BATV_BEHIND = re.compile(r"(?i)^(?:prvs|btv\d?)=(.+)=[0-9a-f]{10}$")
_SRS0 = re.compile(r"(?i)^SRS0[=+-][^=]{1,10}=[^=]{1,4}=([^=]{1,253})=(.+)$")
_SRS1 = re.compile(
    r"(?i)^SRS1[=+-][^=]{1,10}=[^=]{1,253}=+[^=]{1,10}=[^=]{1,4}=([^=]{1,253})=(.+)$"
)
# Where the list ends and the recipient begins in ezmlm's owner-list-anna=…, nobody can tell.
_VERP = re.compile(
    r"(?i)(?!owner-)(?:.*\+|.*-\d+-|.*?\b(?:bounces?|return|returned|verp|errors?|b)[-.]|)"
    r"([^=+]{1,64})=([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})$"
)


def unsigned(address: str) -> str:
    """Return the address without BATV signature and SRS rewriting, if there are any."""
    local, at, domain = address.rpartition("@")
    if "=" not in local:
        return address
    for pattern in (_SRS1, _SRS0):
        found = pattern.match(local)
        if found:
            return f"{found[2]}@{found[1]}"
    behind = _BATV_BEHIND.match(local)
    plain = behind[1] if behind else _BATV.sub("", local)
    return f"{plain}{at}{domain}"


def wrapped_recipient(address: str) -> str | None:
    """Return the recipient that a VERP envelope sender names, None where it names none."""
    local = unsigned(address).rpartition("@")[0]
    if local.count("=") != 1:
        return None
    found = _VERP.match(local)
    return f"{found[1]}@{found[2]}" if found else None
