"""Everything that is true without a window: no Qt, no settings, no dialogs, no network."""
