"""The command ``yunjian``."""

import os
import sys


def main() -> int:
    """Run one of our commands, or any of Django's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0
