"""Evidence packs: a paper with the means to check it again, in another library or at another time."""
