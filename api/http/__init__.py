"""The interface over HTTP under ``/api/v1``: what comes in, what goes out, and what is refused."""
