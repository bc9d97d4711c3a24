"""What a part of a report is there for, by its type and its place (RFC 6522 section 3)."""

from bounce_inspector.core.decoding.part_heads import PartHead
from bounce_inspector.core.model import Role

REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/feedback-report",
        "message/disposition-notification",
        "message/global-disposition-notification",
    }
)
ORIGINALS = frozenset(
    {
        "message/rfc822",
        "message/global",
        "message/news",
        "message/partial",
        "text/rfc822-headers",
        "text/rfc822-header",
        "text/rfc822",
        "message/global-headers",
        "message/rfc822-headers",
        "message/rfc822-header",
    }
)
# Bound once: looking up a member of an enumeration takes as long as the rest together.
_CONTAINER, _REPORT, _ORIGINAL = Role.CONTAINER, Role.REPORT, Role.ORIGINAL
_ATTACHMENT, _EXPLANATION = Role.ATTACHMENT, Role.EXPLANATION


class RoleKeeper:
    """Gives out roles within one multipart: the explanation stands before report and original."""

    __slots__ = ("_is_original", "_kind", "_original_seen", "_parent", "_report_seen")

    def __init__(self, kind: str = "") -> None:
        """Begin a multipart of the given type."""
        self._kind = kind
        self._report_seen = False
        self._original_seen = False
        self._parent: RoleKeeper | None = None
        self._is_original = kind in ORIGINALS

    def within(self, kind: str) -> "RoleKeeper":
        """Return the keeper for what stands inside a container of this keeper."""
        inner = RoleKeeper(kind)
        inner._parent = self
        inner._is_original = inner._is_original or self._is_original
        return inner

    def role(self, head: PartHead, *, container: bool) -> Role:
        """Return the role of the next part."""
        kind = head.content_type
        if container:
            return _CONTAINER
        if self._is_original:
            return _ORIGINAL
        if kind in REPORTS:
            self._report_seen = True
            return _REPORT
        if kind in ORIGINALS:
            self._original_seen = True
            return _ORIGINAL
        if not kind.startswith(("text/", "multipart/")):
            return _ATTACHMENT
        return self._text_role(head)

    def _text_role(self, head: PartHead) -> Role:
        if self._after_original() or self._after_report():
            in_report = self._kind == "multipart/report" and not self._original_seen
            return _ORIGINAL if in_report else _ATTACHMENT
        if head.is_received or (head.is_message and self._kind):
            # Some servers put the returned message into a part without its own MIME header.
            self._original_seen = bool(self._kind)
            return _ORIGINAL if self._kind else _EXPLANATION
        if head.is_attached and head.filename and self._kind:
            return _ATTACHMENT
        return _EXPLANATION

    def _after_report(self) -> bool:
        return self._report_seen or (self._parent is not None and self._parent._after_report())

    def _after_original(self) -> bool:
        return self._original_seen or (self._parent is not None and self._parent._after_original())
