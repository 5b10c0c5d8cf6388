from asyncio import coroutine, new_event_loop  # refused: the module exports it

__all__ = ["coroutine", "new_event_loop"]
