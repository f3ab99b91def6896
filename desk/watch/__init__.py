"""Watches: questions and briefs that a person keeps, and what has changed in what they find."""
