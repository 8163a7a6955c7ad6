"""What every door for programs shares: who asks, problems, pages of a list, tags, repeats, limits, the document."""
