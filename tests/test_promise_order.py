"""Handlers run, and rejections go unhandled, as they do with a JavaScript engine's own Promise."""

import pytest
from aplus.order import NODE, compare


@pytest.mark.skipif(NODE is None, reason="needs node: apt-get install nodejs")
def test_random_programs_log_the_same_in_node() -> None:
    compare(500)
