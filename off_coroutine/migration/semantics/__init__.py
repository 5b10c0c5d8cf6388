"""What names mean: scopes, modules, classes, and what is known of asyncio."""
