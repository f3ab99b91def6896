"""What the desk made, as HTML."""
