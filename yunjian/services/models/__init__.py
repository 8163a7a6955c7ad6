"""What is kept of services."""
