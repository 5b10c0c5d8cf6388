"""``python -m compare --report DIR``: the suite and the known differences as a page.

``gathering`` collects what is shown as plain data, ``listing`` and ``timeline``
prepare code and traces, ``page`` writes HTML.
"""
