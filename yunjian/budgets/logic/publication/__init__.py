"""A department's own disclosure, made from structured figures: one source, composed once, written in every form."""
