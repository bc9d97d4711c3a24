"""Content-Type and Content-Disposition with their parameters, RFC 2045 and RFC 2231."""

import re
from urllib.parse import unquote_to_bytes

from bounce_inspector.core.decoding.charsets import decode, western

_PARAMETER = re.compile(
    rb';\s*+([^\s=;"]++)\s*+=\s*+("(?:[^"\\]|\\.)*+"?|[^;\s][^;]*+|)', re.DOTALL
)
# A field with more than this is an attack; what stands behind is not a parameter anybody set.
MAX_FIELD = 20_000


def content_type(raw: bytes, default: str) -> tuple[str, dict[str, str]]:
    """Return the lower-case type and its parameters; `default` where none is given."""
    if not raw:
        return default, {}
    kind = raw[:MAX_FIELD].partition(b";")[0].strip().lower().decode("latin-1")
    # RFC 2045 5.2: what is no type is plain text, but its boundary may still be right.
    return kind if kind.count("/") == 1 else "text/plain", parameters(raw)


def parameters(raw: bytes) -> dict[str, str]:
    """Return the parameters by lower-case name; continuations of RFC 2231 are joined."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for name_bytes, value in _PARAMETER.findall(raw[:MAX_FIELD]):
        name = name_bytes.decode("latin-1").lower()
        content = _unquote(value)
        base, star, rest = name.partition("*")
        if not star:
            plain.setdefault(name, decode(content, guess=western))
            continue
        digits = rest.rstrip("*")
        index = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0
        pieces.setdefault(base, {})[index] = (content, name.endswith("*"))
    for base, parts in pieces.items():
        plain[base] = _joined(parts)
    return plain


def _unquote(value: bytes) -> bytes:
    value = value.strip()
    if value.startswith(b'"'):
        inner = value[1:-1] if value.endswith(b'"') and len(value) > 1 else value[1:]
        if b"\\" not in inner:
            return inner
        return re.sub(rb"\\(.)", rb"\1", inner, flags=re.DOTALL)
    return value


def _joined(parts: dict[int, tuple[bytes, bool]]) -> str:
    charset = ""
    content = b""
    for index in sorted(parts):
        value, encoded = parts[index]
        if encoded and not content and value.count(b"'") >= 2:
            name, _, value = value.split(b"'", 2)
            charset = name.decode("latin-1")
        content += unquote_to_bytes(value) if encoded else value
    return decode(content, charset, western)
