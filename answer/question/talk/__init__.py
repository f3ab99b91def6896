"""Questions in a conversation: those that lean on others, and several in one."""
