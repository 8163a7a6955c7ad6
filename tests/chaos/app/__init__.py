"""Acts that are counted: each is recorded, heard by a subscriber and followed by a job."""
