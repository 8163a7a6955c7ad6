"""A district's folder: read whole, every mistake named, nothing half loaded."""
