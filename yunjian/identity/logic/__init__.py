"""What is calculated: how a session stands, when failures lock, how codes are made, what a staff file says."""
