"""Item models that page their rows out of the ledger."""
