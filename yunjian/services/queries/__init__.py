"""Questions about services, each answering only what its reader may see."""
