"""Wiring only: settings, addresses, the command line, the processes."""
