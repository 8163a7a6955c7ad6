"""Who may open the addresses of services."""

OPEN_TO: dict[str, frozenset[str]] = {}
