"""One tree for every error that a person can cause or must be told of.

    RapporteurError             exit status 1
    ├── UsageError              the call itself is wrong, exit status 2
    ├── ConfigError             rapporteur.toml or the environment says something unusable
    ├── UnreadableError         one file, page or archive member could not be read as a statement
    ├── LibraryError            the stored library cannot be used as it is
    │   ├── LibraryBusyError    another process is writing to it
    │   ├── NotThereError       a statement or paragraph is not in it
    │   └── StorageError        no space, no permission, or a damaged file
    ├── ModelError              a model file is missing, or is not the file it should be
    │   └── DownloadError       a model file could not be fetched from any source
    ├── LLMError                the language model could not be loaded, reached or used
    └── ServeError              the page could not be served (port in use, bad auth file)

Every message is one sentence that names what happened, to which input, and what to do next.
"""

import sys
from collections.abc import Callable


class RapporteurError(Exception):
    """Base of every error whose message is meant for the person at the keyboard."""

    exit_status = 1


def exit_status(work: Callable[[], object]) -> int:
    """What a command ends with: 0, or an error's status, its sentence being on stderr."""
    try:
        work()
    except RapporteurError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    return 0


class UsageError(RapporteurError):
    """The command or question cannot be acted on as given."""

    exit_status = 2


class ConfigError(RapporteurError):
    """A setting has a value that cannot be used."""

    exit_status = 2


class UnreadableError(RapporteurError):
    """One input could not be read as a statement; the rest of the batch goes on."""


class LibraryError(RapporteurError):
    """The stored library cannot be used as it is."""


class LibraryBusyError(LibraryError):
    """Another process holds the library's write lock."""


class NotThereError(LibraryError):
    """A statement or paragraph is not in the library."""


class StorageError(LibraryError):
    """The disk refused: no space, no permission, or a damaged file."""


class ModelError(RapporteurError):
    """A model file is missing or does not match its manifest entry."""


class DownloadError(ModelError):
    """A model file could not be fetched from any of its sources."""


class LLMError(RapporteurError):
    """The language model could not be loaded, reached or used."""


class ServeError(RapporteurError):
    """The page could not be served."""
