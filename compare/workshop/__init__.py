"""What keeps the project honest; no user of run, prove or move calls it."""
