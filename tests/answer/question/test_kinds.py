import pytest

from answer.question.kind import Kind, asks_for_others, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("hello", "greeting"),
        ("Thank you very much!", "greeting"),
        ("ありがとうございます。", "greeting"),
        ("Thanks, that's all.", "greeting"),
        ("What does Fiji want to change about the Security Council?", ""),
        ("Quote exactly what Japan said about a treaty.", "quote"),
        ("What are Kenya's exact words on Somalia?", "quote"),
        ("日本の発言を原文で示してください。", "quote"),
        ("Which states call for a binding instrument?", "list"),
        ("Who else supports a two-state solution?", "list"),
        ("List all countries that mention whaling", "list"),
        ("どの国が核兵器禁止条約を支持していますか？", "list"),
        ("How has Japan's position on Security Council reform changed?", "over_time"),
        ("How did Kenya's view on Somalia evolve between 2010 and 2015?", "over_time"),
        ("日本の立場はどのように変化しましたか？", "over_time"),
        ("What is Japan's view on climate change?", ""),
        ("Does anyone else mention such weapons?", "list"),
        ("What share of GDP does climate change cost Kenya each year?", ""),
        ("How do developed countries help, according to Kenya?", ""),
        ("What did Thailand say about hello kitty?", ""),
        ("Who is the speaker?", ""),
        ("Who initiated the Programme of Action?", ""),
        ("Who supports a moratorium on testing?", "list"),
    ],
)
def test_kinds(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


def test_who_else_leaves_out_those_who_were_spoken_of() -> None:
    assert asks_for_others("Who else supports it?")
    assert not asks_for_others("Which states support it?")
