"""Text that a spreadsheet shows and does not compute."""

# What a spreadsheet may take for the beginning of a formula, in their full-width forms too, which Excel
# reads alike under East Asian settings (OWASP, "CSV Injection").
_FORMULA = "=+-@\t\r\n＝＋－＠"


def inert(text: str) -> str:
    """``text`` as a spreadsheet shows it and does not compute it."""
    signs = tuple(_FORMULA)
    begins = text.startswith(signs) or text.lstrip(" \u00a0\u3000").startswith(signs)
    return f"'{text}" if begins else text
