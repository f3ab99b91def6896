"""The opinion that is asked of sentences of which the rest of the check is unsure."""

from typing import Final, Protocol

NO_OPINION: Final = -60.0
"""What a model that answers nothing, or nothing that can be read, is taken to have said."""


class Opinion(Protocol):
    """Who can be asked whether a source states a sentence: a language model, which sees paraphrase. Who acts,
    figures and lost conditions are what the comparisons see better."""

    def log_odds(self, source: str, sentence: str) -> float | None:
        """Natural log-odds that it does; None where nobody can be asked now."""
        ...
