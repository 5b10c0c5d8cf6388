"""Text in place of text: every byte outside of a rewrite stays."""
