"""What is lost when something fails: ``python -m benchmarks faults``."""
