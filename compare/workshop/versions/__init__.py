"""The version matrix: what each Python does about what a migrator trips over."""
