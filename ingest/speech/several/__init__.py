"""Texts in which several speak, told apart."""
