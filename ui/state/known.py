"""What showing an answer takes beside the answer itself: the page's texts, names, and cards of paragraphs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.records import Source
from ui.state.card import Card
from ui.state.cite import reference, web_address
from ui.texts import Texts
from ui.texts.dates import span

_NONE: Mapping[str, str] = MappingProxyType({})
_NO_CARDS: Mapping[str, Card] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Known:
    """``cards`` by paragraph id, ``names`` by delegation code; what is missing is shown by its code."""

    texts: Texts
    cards: Mapping[str, Card] = field(default_factory=lambda: _NO_CARDS)
    names: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def name(self, code: str) -> str:
        """The delegation's name."""
        return self.names.get(code) or code

    def whose(self, source: Source) -> str:
        """The delegation, or those of a joint text, by name."""
        card = self.cards.get(source.paragraph_id)
        if card and card.delegation:
            return card.delegation
        return self.name(source.delegation) or self.texts.listed(map(self.name, source.parties))

    def speaker(self, source: Source) -> str:
        """The speaker's name, with its Latin form where there is one."""
        card = self.cards.get(source.paragraph_id)
        return (card.speaker if card else "") or source.speaker

    def attribution(self, source: Source) -> tuple[str, ...]:
        """Who said it, in which post, where and when: what is known of these, in this order; where nobody is
        known to have said it, the title comes first."""
        when = span(source.date, source.date_end, self.texts.language)
        who = (self.whose(source), self.speaker(source))
        nobody = () if any(who) else (source.title or source.origin,)
        parts = (*nobody, *who, source.post, source.forum, when)
        return tuple(" ".join(part.split()) for part in parts if part)

    def reference(self, source: Source, *, address: bool = True) -> str:
        """The finished reference to a paragraph, with the address of the original where there is one."""
        card = self.cards.get(source.paragraph_id)
        line = card.reference if card else ""
        line = line or reference(source, delegation=self.whose(source), language=self.texts.language)
        link = web_address(source.url) if address else ""
        return self.texts("mark.stop", line=line) + (f" {link}" if link else "")
