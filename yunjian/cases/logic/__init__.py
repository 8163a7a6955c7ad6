"""What is calculated of a case: its states and its clock. No Django and no clock on the wall."""
