"""Who speaks: the state of a statement, the parties of a joint text, and the turns of several speakers."""
