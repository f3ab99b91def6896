"""Speed, also beside a plain LlamaIndex stack on the same models: ``python -m benchmarks``.

A part is a module with ``main(arguments)``; what it measures runs in processes of its own.
"""
