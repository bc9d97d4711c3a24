"""Keep spreadsheets from running what stands in a cell of a CSV file."""

# What spreadsheets take for the beginning of a formula, and what they strip before they look.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def guarded(value: str) -> str:
    """Return a cell that a spreadsheet will not run: ``=`` at the start makes a formula of it."""
    return f"'{value}" if value.startswith(_BEGINNINGS) else value
