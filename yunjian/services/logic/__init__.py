"""What services calculate: pure functions."""
