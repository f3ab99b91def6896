"""Where an error stops being an exception and becomes a sentence for the reader."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core.errors import RapporteurError
from ui.texts import texts_in

_log = logging.getLogger("rapporteur.ui")


@dataclass(slots=True)
class Caught:
    """``sentence`` is what to tell the reader; "" when nothing went wrong."""

    sentence: str = ""


@contextmanager
def boundary(doing: str, language: str = "en") -> Iterator[Caught]:
    """Run a block for the page. Our own errors become their sentence; anything else is logged with its
    traceback, under ``doing``, and becomes one that gives nothing away."""
    caught = Caught()
    try:
        yield caught
    except RapporteurError as error:
        caught.sentence = str(error)
    except Exception:  # noqa: BLE001 - the page's edge, where every error becomes a sentence
        _log.exception("%s failed", doing)
        caught.sentence = texts_in(language)("error.inside")
