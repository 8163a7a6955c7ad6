"""What a district declares about its services."""
