"""``python -m compare corpus``: real packages, their own tests before and after migration."""
