"""How reports are worded: the message as the dialects see it, and the ways to read its words."""
