"""A module per subject, in the order of the page."""

SUBJECTS = (
    "gone",
    "came",
    "syntax",
    "event_loop",
    "loop_argument",
    "waiting",
    "wait_for",
    "cancelling",
    "locks",
    "binding",
    "stop_iteration",
    "async_generators",
    "asyncio_coroutine",
    "types_coroutine",
    "undecorated",
    "legacy_style_coroutine",
    "native",
)
