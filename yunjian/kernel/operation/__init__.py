"""Running the platform: is it ready, how far behind is it, what failed, and what an operator may do about it."""
