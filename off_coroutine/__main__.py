"""`python -m off_coroutine`: the same as `off-coroutine`."""

import sys

from off_coroutine.cli import main

if __name__ == "__main__":
    sys.exit(main())
