"""Bytes become lines, paragraphs and passages."""
