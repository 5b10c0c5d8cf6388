"""The endpoint on every Python, with the packages of its years."""
