"""Small programs whose tasks share state in all the ways there are; for any Python from 3.6."""
