"""The interface for other programs: HTTP under ``/api/v1``, with the same answers as the page and the command
line. docs/api.md describes it."""
