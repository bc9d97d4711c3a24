"""The panels of the window. They know neither each other nor the window."""
