"""A tiny package for the tests of the corpus."""
