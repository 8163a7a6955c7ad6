"""The doors for other systems: keys, their limits and uses, and notices sent when something happens."""
