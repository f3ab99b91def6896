"""What is learned for deciding whether a question is answered, and by which paragraph."""
