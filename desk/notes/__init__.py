"""Notes that a person keeps: what they gathered and wrote, and the papers that were made for them."""
