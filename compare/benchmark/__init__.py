"""``python -m compare bench``: schedules per second, beside other tools where installed."""

from compare.benchmark.measuring import main

__all__ = ["main"]
