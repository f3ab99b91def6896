"""How a library behaves as it grows to sizes that nobody has statements for."""
