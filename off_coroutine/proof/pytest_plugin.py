"""The pytest plugin: a fixture ``assert_equivalent``, and its failures shown plainly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from off_coroutine.engine import Verdict
from off_coroutine.proof.assertion import assert_equivalent as _assert_equivalent


@pytest.fixture
def assert_equivalent() -> Callable[..., Verdict]:
    """The assertion that two programs behave alike; see ``off_coroutine.assert_equivalent``."""
    return _assert_equivalent
