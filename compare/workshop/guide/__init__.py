"""The migration guide: a frame written by hand, and what is generated into it.

``frame.md`` holds the words. In place of ``<!-- differences -->`` come the known
differences, each with its shortest schedule, and in place of ``<!-- rules -->``
what ``review`` finds and ``migrate`` changes. Every snippet of the result is
executed by tests/workshop/test_guide.py.
"""
