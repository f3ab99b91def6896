"""One file for each reason for which a sentence is not supported. Each compares slots of the claim with
those of its evidence, and names the words that differ."""
