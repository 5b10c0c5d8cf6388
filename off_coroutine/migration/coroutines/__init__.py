"""Which functions are coroutines, which become native, and why."""
