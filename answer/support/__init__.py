"""Whether a sentence is carried by the words that it cites."""
