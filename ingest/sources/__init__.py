"""Files, archives and addresses become items."""
