"""Records become escaped HTML."""
