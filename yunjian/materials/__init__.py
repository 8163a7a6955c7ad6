"""Materials: what people, enterprises and offices hand in, kept once, lent by consent, provable for years."""
