"""What is asked of the seed statement: six questions that it answers and one that it does not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """``answered_by`` are words of the one paragraph that answers; ``""`` when none does."""

    id: str
    text: str
    answered_by: str = ""


QUESTIONS = (
    Question(
        "binding",
        "What is Japan's view on a binding instrument?",
        "I have a specific comment on paragraph 66",
    ),
    Question(
        "initiator",
        "Who initiated the Programme of Action?",
        "the Programme of Action initiated by France",
    ),
    Question(
        "new-oewg",
        "Does Japan support establishing a new OEWG now?",
        "Whether the establishment of a new OEWG is necessary",
    ),
    Question(
        "stakeholders",
        "Why does a multi-stakeholder approach matter to Japan?",
        "a multi-stakeholder approach is essential",
    ),
    Question(
        "all-positions",
        "What does Japan ask for if all positions must be reflected?",
        "I have a specific comment on paragraph 66",
    ),
    Question(
        "binding-ja",
        "日本は法的拘束力のある文書についてどう考えていますか？",
        "I have a specific comment on paragraph 66",
    ),
    Question("payment", "How much will Japan pay for capacity-building?"),
)


def by_id(question_id: str) -> Question:
    """The question of that name. Raises KeyError."""
    return {question.id: question for question in QUESTIONS}[question_id]
