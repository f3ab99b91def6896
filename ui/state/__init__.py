"""What a session of the page knows."""
