"""What evals and benchmarks share: where data and results are, how a result is written, the timed engine."""
