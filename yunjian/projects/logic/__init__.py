"""What is calculated about projects: what a source says of one, how two sources differ, how one is found by words."""
