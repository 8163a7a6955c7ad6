"""``python -m yunjian`` is the command ``yunjian``."""

import sys

from yunjian.site.cli import main

if __name__ == "__main__":
    sys.exit(main())
