"""What the project makes of itself: reference pages and screenshots."""
