"""Names of what is in archives."""

from bounce_inspector.core.sources.folder import is_index


class Names:
    """Makes the names of an archive's entries unique, so that a message can be found again."""

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._seen: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return the entry name within the source: the second `a.eml` becomes `a.eml#2`."""
        count = self._seen[name] = self._seen.get(name, 0) + 1
        unique = name if count == 1 else f"{name}#{count}"
        return f"{self._archive}/{unique}" if self._archive else unique


def is_passed_over(name: str) -> bool:
    """Say whether an entry is hidden, or what a system or a mail program notes beside mail.

    Folders may be hidden: the ones of Maildir++ are.
    """
    folders, _, file = name.replace("\\", "/").rpartition("/")
    return is_index(file) or "__MACOSX" in folders.split("/")
