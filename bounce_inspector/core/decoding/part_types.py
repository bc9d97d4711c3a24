"""What a part is there for by its type alone (RFC 6522 section 3, RFC 6533)."""

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


def role_of_type(content_type: str) -> Role | None:
    """Return the role of a part that holds no others, None where its place decides: a text's."""
    if content_type in REPORTS:
        return Role.REPORT
    if content_type in ORIGINALS:
        return Role.ORIGINAL
    return None if content_type.startswith(("text/", "multipart/")) else Role.ATTACHMENT
