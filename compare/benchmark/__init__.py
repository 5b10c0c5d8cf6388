"""``python -m compare bench``: what the styles cost, and how fast the engine is."""

from compare.benchmark.command import add_command

__all__ = ["add_command"]
