"""How many of something, in words."""


def counted(number: int, one: str) -> str:
    """ "1 statement", "2,914 statements", of ``one`` statement."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"
