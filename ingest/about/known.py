"""What is known about a statement, from several sources of different trust."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ingest.about.front_matter import KEYS

_NOTHING: Mapping[str, str] = MappingProxyType({})
_QUIET = ("body", "page metadata", "document properties", "mail header")  # say so often what isn't so


@dataclass(frozen=True, slots=True)
class Known:
    """The fields of Statement that one source tells. ``lines`` names, by field, which line it was that
    said so, where that is more exact than ``source``."""

    source: str
    fields: Mapping[str, str]
    lines: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The fields with where each came from, and a sentence for each contradiction."""

    fields: dict[str, str]
    provenance: dict[str, str]
    notices: tuple[str, ...]


def choose(sources: Sequence[Known]) -> Chosen:
    """Each field from the first of ``sources`` that tells it, the most trusted one first.

    A date from a less trusted source is taken when it says the same and more ("2020-12-01" after
    "2020"), a last day only with its own first day, and a post only with its own speaker.
    """
    fields: dict[str, str] = {}
    provenance: dict[str, str] = {}
    conflicts: list[str] = []
    for key in KEYS:
        for known in sources:
            value = known.fields.get(key, "")
            if not value or not _belongs(key, known.fields, fields):
                continue
            where = known.lines.get(key, known.source)
            taken = fields.get(key, "")
            if not taken or (key == "date" and _more_exact(value, taken)):
                fields[key], provenance[key] = value, where
            elif key in ("delegation", "date") and known.source not in _QUIET and not taken.startswith(value):
                conflicts.append(
                    f"The {provenance[key]} gives {key} {taken}, the {where} {value}; {taken} was taken."
                )
    if not (fields.get("date") and fields["date"] < fields.get("date_end", "")):
        provenance.pop("date_end", None)
        fields["date_end"] = fields.get("date", "")
    return Chosen(fields, provenance, tuple(conflicts))


def _belongs(key: str, fields: Mapping[str, str], taken: Mapping[str, str]) -> bool:
    """Whether a source that says ``fields`` speaks of the same day and person as is ``taken``."""
    if key == "date_end":
        return fields.get("date", taken.get("date")) == taken.get("date")
    if key == "post":
        return fields.get("speaker", taken.get("speaker")) == taken.get("speaker")
    return True


def _more_exact(date: str, known: str) -> bool:
    return len(date) > len(known) and date.startswith(known)
