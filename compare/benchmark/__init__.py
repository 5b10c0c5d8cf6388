"""``python -m compare bench``: schedules per second, beside other tools where installed."""

from compare.benchmark.measuring import add_command

__all__ = ["add_command"]
