"""Language models, and what they write."""
