"""What the Library tab knows: its list, what is being added, what is corrected."""
