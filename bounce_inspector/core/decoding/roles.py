"""What a part of a report is there for, by its type and its place (RFC 6522 section 3)."""

from bounce_inspector.core.decoding.part_heads import PartHead
from bounce_inspector.core.decoding.part_types import ORIGINALS
from bounce_inspector.core.model import Role

# Bound once: looking up a member of an enumeration takes as long as the rest together.
_REPORT, _ORIGINAL = Role.REPORT, Role.ORIGINAL
_ATTACHMENT, _EXPLANATION = Role.ATTACHMENT, Role.EXPLANATION


class RoleKeeper:
    """Gives out roles within one multipart: the explanation stands before report and original."""

    __slots__ = ("_is_original", "_kind", "_original_seen", "_report_seen", "_seen_outside")

    def __init__(self, kind: str = "", outer: "RoleKeeper | None" = None) -> None:
        """Begin a multipart of the given type, within another one.

        All of its parts are given out before the next one of the outer: what was seen there stays.
        """
        self._kind = kind
        self._report_seen = False
        self._original_seen = False
        self._seen_outside: bool = outer is not None and (
            outer._report_seen or outer._original_seen or outer._seen_outside
        )
        self._is_original: bool = kind in ORIGINALS or (outer is not None and outer._is_original)

    def role(self, head: PartHead) -> Role:
        """Return the role of the next part that holds no others."""
        if self._is_original:
            return _ORIGINAL
        role = head.role
        if role is None:
            return self._text_role(head)
        if role is _REPORT:
            self._report_seen = True
        elif role is _ORIGINAL:
            self._original_seen = True
        return role

    def _text_role(self, head: PartHead) -> Role:
        if self._original_seen or self._report_seen or self._seen_outside:
            in_report = self._kind == "multipart/report" and not self._original_seen
            return _ORIGINAL if in_report else _ATTACHMENT
        if head.is_received or (head.is_message and self._kind):
            # Some servers put the returned message into a part without its own MIME header.
            self._original_seen = bool(self._kind)
            return _ORIGINAL if self._kind else _EXPLANATION
        if head.is_attached and head.filename and self._kind:
            return _ATTACHMENT
        return _EXPLANATION
