"""The login file of version 0.1: lines of name:password. It is read once more, to be converted."""

from pathlib import Path

from core.errors import UsageError


def read_logins(path: Path) -> tuple[tuple[str, str], ...]:
    """Pairs of name and password. Raises UsageError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The login file {path} could not be read ({error}); give lines of name:password."
        ) from None
    pairs = [tuple(line.split(":", 1)) for line in lines if line.strip() and not line.startswith("#")]
    if not pairs or any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise UsageError(f"The login file {path} must hold lines of name:password.")
    return tuple((name, password) for name, password in pairs)
