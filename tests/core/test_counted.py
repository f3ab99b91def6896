from core.counted import counted


def test_one_is_not_several() -> None:
    assert [counted(number, "statement") for number in (0, 1, 2, 2914)] == [
        "0 statements",
        "1 statement",
        "2 statements",
        "2,914 statements",
    ]
