"""Backup and restore: the database and the files together, encrypted, incremental, proven equal after a restore."""
