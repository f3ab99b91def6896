"""Many people at one served page: ``python -m benchmarks crowd``."""
