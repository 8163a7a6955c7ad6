"""A labelled set the project makes itself: applications with papers drawn as photos and scans, each labelled."""
