"""Programs that say what happens to them; see ``__main__``."""
