"""Web pages: the part that is the statement, as text."""
