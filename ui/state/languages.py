"""Languages by name, for the lists and forms of the page."""

from collections.abc import Mapping
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "ar": "Arabic",
        "de": "German",
        "en": "English",
        "es": "Spanish",
        "fr": "French",
        "it": "Italian",
        "ja": "Japanese",
        "ko": "Korean",
        "nl": "Dutch",
        "pt": "Portuguese",
        "ru": "Russian",
        "zh": "Chinese",
    }
)


def language_name(code: str) -> str:
    """ "Japanese" for "ja"; a code that is not known comes back as it is."""
    return NAMES.get(code.split("-")[0].lower(), code)
