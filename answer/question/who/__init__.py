"""Whose words a question asks for."""
