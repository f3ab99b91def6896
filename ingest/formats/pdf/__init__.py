"""PDF: characters with their places become lines and paragraphs."""
