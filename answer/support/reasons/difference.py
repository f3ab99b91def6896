"""What a comparison found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """``reason`` is what the product calls it (``number``, ``wrong_actor``, …); ``words`` are the words of
    the claim that differ from the evidence, or those of the evidence that the claim has lost."""

    reason: str
    words: tuple[str, ...]
