"""Pages for the tests of the report, and what is needed to look at them."""
