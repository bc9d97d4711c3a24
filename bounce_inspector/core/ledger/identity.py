"""Tell whether a message was seen before: by its message id, else by its digest."""

from hashlib import blake2b

from bounce_inspector.core.model import Inspection


def identity(inspection: Inspection) -> int:
    """Return a number of 64 bits with sign that is the same for the same message anywhere.

    A message with neither message id nor digest is known by its place alone.
    """
    if inspection.message_id:
        return hashed(f"id {inspection.message_id}")
    if inspection.digest:
        return hashed(f"digest {inspection.digest}")
    return hashed(f"place {inspection.source}\0{inspection.entry}\0{inspection.offset}")


def hashed(text: str) -> int:
    """Return 64 bits of a text's BLAKE2b hash as a number with sign, as SQLite stores them."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
