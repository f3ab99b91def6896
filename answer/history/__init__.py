"""Conversations, kept and asked again."""
