"""Pages that combine domains: the home page and the search over everything."""
