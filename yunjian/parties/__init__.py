"""People, enterprises, units, posts, accounts and roles."""
