"""``python -m compare bench``: what the styles cost, and how fast the engine is."""

from compare.workshop.benchmark.command import add_command

__all__ = ["add_command"]
