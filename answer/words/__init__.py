"""Tokens, stems and word lists that several stages share."""
