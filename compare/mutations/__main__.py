"""``python -m compare.mutations`` prints the mutation table."""

import sys

from compare.mutations.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
