"""What is known about a statement, and where from."""
