"""What is asked of each Python. All of it is read by any Python from 3.6 on."""
