"""What is calculated about certificates: identifiers, states, drafts, digests. No Django, no clock."""
