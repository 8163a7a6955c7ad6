"""A matter on its way across desks under a clock: the one to-do list."""
