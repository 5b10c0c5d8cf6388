"""The Promises/A+ suite passes, in virtual time; `make aplus` runs it in real time."""

import subprocess
import sys

import pytest
from aplus.bridge import SUITE
from aplus.order import NODE


def test_the_promise_passes_the_promises_aplus_suite() -> None:
    if NODE is None:
        pytest.skip("needs node: apt-get install nodejs npm, then npm ci --prefix tests/aplus")
    if not SUITE.exists():
        pytest.skip("needs promises-aplus-tests: npm ci --prefix tests/aplus")
    bridge = SUITE.parents[3] / "bridge.py"
    ran = subprocess.run(
        [sys.executable, bridge, "virtual_time.js"], capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "872 passing" in ran.stdout
