"""The packages, put together."""
