"""The platform under fire: processes killed, hosts cut off, and an observer outside who keeps what was acknowledged."""
