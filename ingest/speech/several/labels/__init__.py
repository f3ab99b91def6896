"""The labels that stand before speakers' words, and which of the lines that look like one are."""
