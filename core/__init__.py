"""Records, errors and configuration shared by every package. Standard library only."""
