"""The support check measured: its pairs, its fit, each check switched off, and other judges beside it."""
