"""The window: translates between Qt and the core, and holds no knowledge of its own."""
