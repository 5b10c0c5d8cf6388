"""``python -m compare mutants``: faults made one at a time, each of which a test must notice."""
