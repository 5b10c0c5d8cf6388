"""``python -m compare fuzz``: review and migrate on sources that nobody would write."""
