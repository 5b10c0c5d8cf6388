"""What a value may be, and what a call may and must reach."""
