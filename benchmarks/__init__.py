"""Speed, beside a plain LlamaIndex stack on the same statement, embedding model and language model.

``python -m benchmarks`` runs each stack in processes of its own, in turn, and writes
``results/spine.json`` with the table made from it, ``results/spine.md``.
"""
