"""Dossiers: filters or chosen statements under a name, with the conversations and notes that belong to it."""
