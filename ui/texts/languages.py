"""Languages by name, for the lists and forms of the page."""

from collections.abc import Mapping
from functools import cache

from ui.texts import LANGUAGES, Texts, texts_in


def language_names(texts: Texts) -> Mapping[str, str]:
    """Code → name of the languages that the page knows."""
    return texts.under("language")


def language_name(code: str, texts: Texts) -> str:
    """ "Japanese" for "ja"; a code that is not known comes back as it is."""
    return language_names(texts).get(code.split("-")[0].lower(), code)


@cache
def names_in_any(code: str) -> tuple[str, ...]:
    """The names of a language in every language of the page."""
    return tuple(language_name(code, texts_in(one)) for one in LANGUAGES)
