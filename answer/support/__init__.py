"""Whether a sentence is supported by the words that it cites."""
