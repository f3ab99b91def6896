"""Which sentences of what was found bear on a question."""
