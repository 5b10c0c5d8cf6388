"""``python -m compare.benchmark``, which is ``python -m compare bench``."""

import sys

from compare.benchmark import main

sys.exit(main())
