"""Scenarios, what is proved of them, and the proof of a migration."""
