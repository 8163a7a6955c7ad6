"""What a district does for people on application: items, guides, forms, themes and trades."""
